# What a plan holds for ordinary input; no Proxmox needed.
mock_provider "proxmox" {}

variables {
  change_mark       = "orion-change:chg-1/abcdef0123456789"
  description       = "Web server of team A"
  name              = "web-01"
  node              = "pve1"
  vm_id             = 20001
  template_vm_id    = 9000
  template_node     = "pve1"
  template_disk_gib = 8
  datastore         = "local-lvm"
  cores             = 2
  memory_mib        = 2048
  disk_gib          = 20
  bridge            = "vmbr0"
  vlan              = 20
  address_cidr      = "10.0.20.15/24"
  gateway           = "10.0.20.1"
  nameservers       = ["10.0.0.53"]
  ssh_keys          = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJqfPuGk0dXo1Ywz5cBNUdYzBqGSqDFM0rPhxDz8kW3a ops"]
  tags              = ["web", "prod"]
}

run "carries_the_mark_on_a_line_of_its_own" {
  command = plan
  assert {
    condition     = split("\n", proxmox_virtual_environment_vm.this.description) == tolist(["Web server of team A", "orion-change:chg-1/abcdef0123456789"])
    error_message = "The mark must be the last line of the description."
  }
}

run "is_only_the_mark_without_a_description" {
  command = plan
  variables { description = "" }
  assert {
    condition     = proxmox_virtual_environment_vm.this.description == var.change_mark
    error_message = "Without a description the mark must stand alone."
  }
}

run "limits_every_wait" {
  command = plan
  assert {
    condition = toset([
      proxmox_virtual_environment_vm.this.timeout_clone,
      proxmox_virtual_environment_vm.this.timeout_create,
      proxmox_virtual_environment_vm.this.timeout_migrate,
      proxmox_virtual_environment_vm.this.timeout_reboot,
      proxmox_virtual_environment_vm.this.timeout_shutdown_vm,
      proxmox_virtual_environment_vm.this.timeout_start_vm,
      proxmox_virtual_environment_vm.this.timeout_stop_vm,
    ]) == toset([600])
    error_message = "All provider timeouts must be 600 s."
  }
  assert {
    condition     = proxmox_virtual_environment_vm.this.agent[0].timeout == "60s"
    error_message = "The agent must be waited for 60 s at most."
  }
}

run "keeps_unreferenced_disks" {
  command = plan
  assert {
    condition     = proxmox_virtual_environment_vm.this.delete_unreferenced_disks_on_destroy == false
    error_message = "Disks without a reference must survive a destroy."
  }
}

run "sorts_tags" {
  command = plan
  assert {
    condition     = proxmox_virtual_environment_vm.this.tags == tolist(["prod", "web"])
    error_message = "Tags must be in Proxmox's order."
  }
}

run "takes_no_vlan_and_no_gateway" {
  command = plan
  variables {
    vlan    = null
    gateway = null
  }
  assert {
    condition     = proxmox_virtual_environment_vm.this.initialization[0].ip_config[0].ipv4[0].gateway == null
    error_message = "No gateway must stay none."
  }
}

run "takes_ipv6" {
  command = plan
  variables {
    address_cidr = "2001:db8::15/64"
    gateway      = "2001:db8::1"
    nameservers  = ["2001:db8::53", "10.0.0.53"]
  }
  assert {
    condition     = proxmox_virtual_environment_vm.this.initialization[0].ip_config[0].ipv6[0].address == "2001:db8::15/64" && length(proxmox_virtual_environment_vm.this.initialization[0].ip_config[0].ipv4) == 0
    error_message = "An IPv6 address must go into the ipv6 block alone."
  }
}

run "takes_the_limits_themselves" {
  command = plan
  variables {
    name         = "web"
    vm_id        = 999999999
    cores        = 56
    memory_mib   = 262144
    disk_gib     = 4096
    vlan         = 4094
    address_cidr = "10.0.20.0/31"
    gateway      = "10.0.20.1"
    nameservers  = ["10.0.0.1", "10.0.0.2", "10.0.0.3"]
  }
}
