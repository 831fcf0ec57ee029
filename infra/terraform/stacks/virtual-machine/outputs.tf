output "vm_id" {
  description = "Id of the guest in Proxmox."
  value       = proxmox_virtual_environment_vm.this.vm_id
}

output "name" {
  description = "Host name of the guest."
  value       = proxmox_virtual_environment_vm.this.name
}

output "node" {
  description = "Node the guest is on."
  value       = proxmox_virtual_environment_vm.this.node_name
}

output "mac_address" {
  description = "Hardware address of the first interface."
  value       = try(proxmox_virtual_environment_vm.this.network_device[0].mac_address, null)
}
