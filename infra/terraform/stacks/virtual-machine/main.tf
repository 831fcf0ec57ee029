locals {
  # One line of its own: recovery looks for it to know the guest as this
  # change's.
  description = trimspace("${var.description}\n${var.change_mark}")

  timeout_seconds = 600
  ipv6            = strcontains(var.address_cidr, ":")

  # A network's first address, to compare two addresses' networks.
  prefix_length   = split("/", var.address_cidr)[1]
  network         = cidrsubnet(var.address_cidr, 0, 0)
  gateway_network = var.gateway == null ? local.network : cidrsubnet("${var.gateway}/${local.prefix_length}", 0, 0)
}

resource "proxmox_virtual_environment_vm" "this" {
  vm_id       = var.vm_id
  name        = var.name
  node_name   = var.node
  description = local.description
  # Proxmox keeps them sorted; another order would show as a change for ever.
  tags = sort(var.tags)

  on_boot    = var.on_boot
  started    = var.started
  protection = false
  template   = false

  acpi            = true
  bios            = "seabios"
  keyboard_layout = "en-us"
  machine         = "pc"
  scsi_hardware   = "virtio-scsi-single"
  tablet_device   = true

  # A guest that was moved to another node is moved back, not replaced.
  migrate             = true
  reboot              = false
  reboot_after_update = true

  # The guest is shut down; Proxmox stops it when the timeout is over.
  stop_on_destroy = false
  # Also from backup jobs and replication: the id is not used again.
  purge_on_destroy = true
  # A disk that lost its reference may be somebody's only copy.
  delete_unreferenced_disks_on_destroy = false

  timeout_clone       = local.timeout_seconds
  timeout_create      = local.timeout_seconds
  timeout_migrate     = local.timeout_seconds
  timeout_reboot      = local.timeout_seconds
  timeout_shutdown_vm = local.timeout_seconds
  timeout_start_vm    = local.timeout_seconds
  timeout_stop_vm     = local.timeout_seconds

  clone {
    vm_id        = var.template_vm_id
    node_name    = var.template_node
    datastore_id = var.datastore
    full         = true
    # A second attempt after an unclear answer could meet the first one's guest.
    retries = 1
  }

  agent {
    enabled = var.agent
    trim    = false
    type    = "virtio"
    # The provider's default waits 15 minutes for a guest that never reports.
    timeout = "60s"
  }

  operating_system {
    type = "l26"
  }

  cpu {
    cores   = var.cores
    sockets = 1
    numa    = false
    type    = var.cpu_type
  }

  memory {
    dedicated = var.memory_mib
    # No ballooning: a guest has what was approved.
    floating = 0
  }

  disk {
    interface    = "scsi0"
    datastore_id = var.datastore
    size         = var.disk_gib
    aio          = "io_uring"
    backup       = true
    cache        = "none"
    discard      = "on"
    iothread     = true
    replicate    = true
    ssd          = false
  }

  network_device {
    bridge   = var.bridge
    vlan_id  = var.vlan
    model    = "virtio"
    firewall = false
  }

  # Cloud images log to it, and boot slowly without.
  serial_device {
    device = "socket"
  }

  initialization {
    datastore_id = var.datastore
    interface    = "ide2"

    dynamic "dns" {
      for_each = length(var.nameservers) > 0 ? [var.nameservers] : []
      content {
        servers = dns.value
      }
    }

    ip_config {
      dynamic "ipv4" {
        for_each = local.ipv6 ? [] : [var.address_cidr]
        content {
          address = ipv4.value
          gateway = var.gateway
        }
      }
      dynamic "ipv6" {
        for_each = local.ipv6 ? [var.address_cidr] : []
        content {
          address = ipv6.value
          gateway = var.gateway
        }
      }
    }

    user_account {
      username = var.username
      keys     = [for key in var.ssh_keys : trimspace(key)]
    }
  }

  lifecycle {
    # How a guest was made says nothing about what it is: a new template must
    # not replace it, and an imported guest has no such record.
    ignore_changes = [clone]

    precondition {
      condition     = var.vm_id != var.template_vm_id
      error_message = "vm_id must differ from template_vm_id."
    }
    precondition {
      condition     = var.disk_gib >= var.template_disk_gib
      error_message = "disk_gib must be at least the template's ${var.template_disk_gib} GiB: disks cannot shrink."
    }
    precondition {
      condition     = local.gateway_network == local.network
      error_message = "gateway must lie in the network of address_cidr."
    }
    precondition {
      condition     = var.gateway != split("/", var.address_cidr)[0]
      error_message = "gateway must differ from the guest's own address."
    }
  }
}
