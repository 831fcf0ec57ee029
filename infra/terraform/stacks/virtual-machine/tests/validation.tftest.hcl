# One rejected value per validation rule.
mock_provider "proxmox" {}

variables {
  change_mark       = "orion-change:chg-1/abcdef0123456789"
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
  address_cidr      = "10.0.20.15/24"
  gateway           = "10.0.20.1"
  ssh_keys          = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJqfPuGk0dXo1Ywz5cBNUdYzBqGSqDFM0rPhxDz8kW3a ops"]
}

run "rejects_mark_without_nonce" {
  command = plan
  variables {
    change_mark = "orion-change:chg-1"
  }
  expect_failures = [var.change_mark]
}

run "rejects_mark_with_a_second_line" {
  command = plan
  variables {
    change_mark = "orion-change:chg-1/abcdef0123456789\nother"
  }
  expect_failures = [var.change_mark]
}

run "rejects_description_too_long" {
  command = plan
  variables {
    # Written out, here and below: OpenTofu takes no function calls in variables.
    description = <<-EOT
      xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
      xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
      xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
      xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
      xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
      xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
      xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
      xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
      xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
      xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
      xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
      xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
      xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
      xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
      xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
      xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
    EOT
  }
  expect_failures = [var.description]
}

run "rejects_description_with_a_mark" {
  command = plan
  variables {
    description = "orion-change:other/abcdef0123456789"
  }
  expect_failures = [var.description]
}

run "rejects_name_too_short" {
  command = plan
  variables {
    name = "ab"
  }
  expect_failures = [var.name]
}

run "rejects_name_too_long" {
  command = plan
  variables {
    name = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
  }
  expect_failures = [var.name]
}

run "rejects_name_with_a_dot" {
  command = plan
  variables {
    name = "web.example"
  }
  expect_failures = [var.name]
}

run "rejects_name_in_upper_case" {
  command = plan
  variables {
    name = "Web01"
  }
  expect_failures = [var.name]
}

run "rejects_name_ending_with_a_dash" {
  command = plan
  variables {
    name = "web-"
  }
  expect_failures = [var.name]
}

run "rejects_node_with_a_slash" {
  command = plan
  variables {
    node = "pve1/qemu"
  }
  expect_failures = [var.node]
}

run "rejects_vm_id_too_small" {
  command = plan
  variables {
    vm_id = 99
  }
  expect_failures = [var.vm_id]
}

run "rejects_vm_id_too_large" {
  command = plan
  variables {
    vm_id = 1000000000
  }
  expect_failures = [var.vm_id]
}

run "rejects_vm_id_with_a_fraction" {
  command = plan
  variables {
    vm_id = 200.5
  }
  expect_failures = [var.vm_id]
}

run "rejects_vm_id_of_the_template" {
  command = plan
  variables {
    vm_id = 9000
  }
  expect_failures = [proxmox_virtual_environment_vm.this]
}

run "rejects_template_vm_id_too_small" {
  command = plan
  variables {
    template_vm_id = 1
  }
  expect_failures = [var.template_vm_id]
}

run "rejects_template_node_empty" {
  command = plan
  variables {
    template_node = ""
  }
  expect_failures = [var.template_node]
}

run "rejects_template_disk_gib_zero" {
  command = plan
  variables {
    template_disk_gib = 0
  }
  expect_failures = [var.template_disk_gib]
}

run "rejects_datastore_with_a_colon" {
  command = plan
  variables {
    datastore = "local:iso"
  }
  expect_failures = [var.datastore]
}

run "rejects_cores_zero" {
  command = plan
  variables {
    cores = 0
  }
  expect_failures = [var.cores]
}

run "rejects_cores_too_many" {
  command = plan
  variables {
    cores = 57
  }
  expect_failures = [var.cores]
}

run "rejects_cpu_type_with_options" {
  command = plan
  variables {
    cpu_type = "host,flags=+aes"
  }
  expect_failures = [var.cpu_type]
}

run "rejects_memory_mib_too_small" {
  command = plan
  variables {
    memory_mib = 511
  }
  expect_failures = [var.memory_mib]
}

run "rejects_memory_mib_too_large" {
  command = plan
  variables {
    memory_mib = 262145
  }
  expect_failures = [var.memory_mib]
}

run "rejects_disk_gib_too_large" {
  command = plan
  variables {
    disk_gib = 4097
  }
  expect_failures = [var.disk_gib]
}

run "rejects_disk_gib_with_a_fraction" {
  command = plan
  variables {
    disk_gib = 20.5
  }
  expect_failures = [var.disk_gib]
}

run "rejects_disk_gib_below_the_template" {
  command = plan
  variables {
    disk_gib = 7
  }
  expect_failures = [proxmox_virtual_environment_vm.this]
}

run "rejects_bridge_too_long" {
  command = plan
  variables {
    bridge = "vmbr012345678901"
  }
  expect_failures = [var.bridge]
}

run "rejects_bridge_with_options" {
  command = plan
  variables {
    bridge = "vmbr0,tag=5"
  }
  expect_failures = [var.bridge]
}

run "rejects_vlan_zero" {
  command = plan
  variables {
    vlan = 0
  }
  expect_failures = [var.vlan]
}

run "rejects_vlan_too_large" {
  command = plan
  variables {
    vlan = 4095
  }
  expect_failures = [var.vlan]
}

run "rejects_address_without_prefix_length" {
  command = plan
  variables {
    address_cidr = "10.0.20.15"
  }
  expect_failures = [var.address_cidr]
}

run "rejects_address_that_is_none" {
  command = plan
  variables {
    address_cidr = "10.0.20.256/24"
  }
  expect_failures = [var.address_cidr]
}

run "rejects_address_of_the_network" {
  command = plan
  variables {
    address_cidr = "10.0.20.0/24"
  }
  expect_failures = [var.address_cidr]
}

run "rejects_address_of_broadcast" {
  command = plan
  variables {
    address_cidr = "10.0.20.255/24"
  }
  expect_failures = [var.address_cidr]
}

run "rejects_gateway_that_is_none" {
  command = plan
  variables {
    gateway = "router"
  }
  expect_failures = [var.gateway]
}

run "rejects_gateway_in_another_network" {
  command = plan
  variables {
    gateway = "10.0.21.1"
  }
  expect_failures = [proxmox_virtual_environment_vm.this]
}

run "rejects_gateway_of_another_family" {
  command = plan
  variables {
    gateway = "2001:db8::1"
  }
  expect_failures = [proxmox_virtual_environment_vm.this]
}

run "rejects_gateway_that_is_the_guest" {
  command = plan
  variables {
    gateway = "10.0.20.15"
  }
  expect_failures = [proxmox_virtual_environment_vm.this]
}

run "rejects_nameservers_too_many" {
  command = plan
  variables {
    nameservers = ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"]
  }
  expect_failures = [var.nameservers]
}

run "rejects_nameserver_by_name" {
  command = plan
  variables {
    nameservers = ["dns.example"]
  }
  expect_failures = [var.nameservers]
}

run "rejects_ssh_keys_empty" {
  command = plan
  variables {
    ssh_keys = []
  }
  expect_failures = [var.ssh_keys]
}

run "rejects_ssh_keys_too_many" {
  command = plan
  variables {
    ssh_keys = [for i in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20] : "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJqfPuGk0dXo1Ywz5cBNUdYzBqGSqDFM0rPhxDz8kW3a k${i}"]
  }
  expect_failures = [var.ssh_keys]
}

run "rejects_ssh_key_that_is_private" {
  command = plan
  variables {
    ssh_keys = ["-----BEGIN OPENSSH PRIVATE KEY-----"]
  }
  expect_failures = [var.ssh_keys]
}

run "rejects_ssh_key_of_another_type" {
  command = plan
  variables {
    ssh_keys = ["ssh-dss AAAAB3NzaC1kc3MAAACBAJqfPuGk0dXo1Ywz5cBNUdYzBqGSqDFM0rPhxDz8kW3a"]
  }
  expect_failures = [var.ssh_keys]
}

run "rejects_ssh_key_with_a_second_line" {
  command = plan
  variables {
    ssh_keys = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJqfPuGk0dXo1Ywz5cBNUdYzBqGSqDFM0rPhxDz8kW3a ops\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJqfPuGk0dXo1Ywz5cBNUdYzBqGSqDFM0rPhxDz8kW3a eve"]
  }
  expect_failures = [var.ssh_keys]
}

run "rejects_ssh_key_with_options" {
  command = plan
  variables {
    ssh_keys = ["command=\"sh\" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJqfPuGk0dXo1Ywz5cBNUdYzBqGSqDFM0rPhxDz8kW3a"]
  }
  expect_failures = [var.ssh_keys]
}

run "rejects_username_with_a_digit_first" {
  command = plan
  variables {
    username = "1ops"
  }
  expect_failures = [var.username]
}

run "rejects_username_too_long" {
  command = plan
  variables {
    username = "uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu"
  }
  expect_failures = [var.username]
}

run "rejects_tags_too_many" {
  command = plan
  variables {
    tags = [for i in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] : "t${i}"]
  }
  expect_failures = [var.tags]
}

run "rejects_tag_twice" {
  command = plan
  variables {
    tags = ["web", "web"]
  }
  expect_failures = [var.tags]
}

run "rejects_tag_with_a_semicolon" {
  command = plan
  variables {
    tags = ["web;prod"]
  }
  expect_failures = [var.tags]
}
