variable "change_mark" {
  description = "Proof of which change made the guest; kept in its description."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("^orion-change:[A-Za-z0-9-]{1,64}/[A-Za-z0-9_-]{8,64}$", var.change_mark))
    error_message = "change_mark must read orion-change:<id>/<nonce>, the id of 1-64 and the nonce of 8-64 letters, digits and dashes."
  }
}

variable "description" {
  description = "First lines of the guest's description."
  type        = string
  nullable    = false
  default     = ""
  validation {
    condition     = length(var.description) <= 1024 && !strcontains(var.description, "orion-change:")
    error_message = "description must have at most 1024 characters and no change mark."
  }
}

variable "name" {
  description = "Host name of the guest."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.name))
    error_message = "name must be an RFC 1123 label of 3-63 lower-case letters, digits and dashes, without a dash at either end."
  }
}

variable "node" {
  description = "Proxmox node the guest runs on."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$", var.node))
    error_message = "node must be a host name of 1-63 letters, digits and dashes."
  }
}

variable "vm_id" {
  description = "Reserved id of the guest."
  type        = number
  nullable    = false
  validation {
    condition     = var.vm_id >= 100 && var.vm_id <= 999999999 && floor(var.vm_id) == var.vm_id
    error_message = "vm_id must be a whole number from 100 to 999999999."
  }
}

variable "template_vm_id" {
  description = "Id of the cloud-init template to clone."
  type        = number
  nullable    = false
  validation {
    condition     = var.template_vm_id >= 100 && var.template_vm_id <= 999999999 && floor(var.template_vm_id) == var.template_vm_id
    error_message = "template_vm_id must be a whole number from 100 to 999999999."
  }
}

variable "template_node" {
  description = "Node the template lies on."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$", var.template_node))
    error_message = "template_node must be a host name of 1-63 letters, digits and dashes."
  }
}

variable "template_disk_gib" {
  description = "Size of the template's disk; the guest's cannot be smaller."
  type        = number
  nullable    = false
  default     = 1
  validation {
    condition     = var.template_disk_gib >= 1 && var.template_disk_gib <= 4096
    error_message = "template_disk_gib must be from 1 to 4096."
  }
}

variable "datastore" {
  description = "Storage of the disk and the cloud-init drive."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9_.-]{0,98}[A-Za-z0-9]$", var.datastore))
    error_message = "datastore must be a storage id of 2-100 letters, digits, dots, dashes and underscores."
  }
}

variable "cores" {
  description = "Virtual processor cores."
  type        = number
  nullable    = false
  validation {
    condition     = var.cores >= 1 && var.cores <= 56 && floor(var.cores) == var.cores
    error_message = "cores must be a whole number from 1 to 56."
  }
}

variable "cpu_type" {
  description = "Processor model shown to the guest; the default runs on every node since 2010."
  type        = string
  nullable    = false
  default     = "x86-64-v2-AES"
  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9-]{1,39}$", var.cpu_type))
    error_message = "cpu_type must have 2-40 letters, digits and dashes."
  }
}

variable "memory_mib" {
  description = "Memory in MiB."
  type        = number
  nullable    = false
  validation {
    condition     = var.memory_mib >= 512 && var.memory_mib <= 262144 && floor(var.memory_mib) == var.memory_mib
    error_message = "memory_mib must be a whole number from 512 to 262144."
  }
}

variable "disk_gib" {
  description = "Size of the disk in GiB."
  type        = number
  nullable    = false
  validation {
    condition     = var.disk_gib >= 1 && var.disk_gib <= 4096 && floor(var.disk_gib) == var.disk_gib
    error_message = "disk_gib must be a whole number from 1 to 4096."
  }
}

variable "bridge" {
  description = "Bridge or virtual network of the guest's interface."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9_.-]{0,14}$", var.bridge))
    error_message = "bridge must be an interface name of 1-15 characters."
  }
}

variable "vlan" {
  description = "VLAN tag; null for none."
  type        = number
  default     = null
  validation {
    condition     = var.vlan == null ? true : var.vlan >= 1 && var.vlan <= 4094 && floor(var.vlan) == var.vlan
    error_message = "vlan must be a whole number from 1 to 4094, or null."
  }
}

variable "address_cidr" {
  description = "Reserved address with its prefix length, IPv4 or IPv6."
  type        = string
  nullable    = false
  validation {
    # The function accepts host bits, so the text is compared too.
    condition     = can(cidrhost(var.address_cidr, 0)) && can(regex("^[0-9a-f.:]+/[0-9]+$", var.address_cidr))
    error_message = "address_cidr must be an IPv4 or IPv6 address with a prefix length, as in 10.0.20.15/24."
  }
  validation {
    condition = try(
      tonumber(split("/", var.address_cidr)[1]) >= (strcontains(var.address_cidr, ":") ? 127 : 31) ||
      (
        split("/", var.address_cidr)[0] != cidrhost(var.address_cidr, 0) &&
        (strcontains(var.address_cidr, ":") || split("/", var.address_cidr)[0] != cidrhost(var.address_cidr, -1))
      ),
      false,
    )
    error_message = "address_cidr must not be the network's own or its broadcast address."
  }
}

variable "gateway" {
  description = "Default gateway; null for none."
  type        = string
  default     = null
  validation {
    condition     = var.gateway == null ? true : can(cidrhost("${var.gateway}/${strcontains(var.gateway, ":") ? 128 : 32}", 0))
    error_message = "gateway must be an IPv4 or IPv6 address, or null."
  }
}

variable "nameservers" {
  description = "Resolvers, at most three: more are ignored by resolvers."
  type        = list(string)
  nullable    = false
  default     = []
  validation {
    condition     = length(var.nameservers) <= 3
    error_message = "nameservers must be at most 3."
  }
  validation {
    condition     = alltrue([for ip in var.nameservers : can(cidrhost("${ip}/${strcontains(ip, ":") ? 128 : 32}", 0))])
    error_message = "nameservers must be IPv4 or IPv6 addresses."
  }
}

variable "ssh_keys" {
  description = "Public keys of the guest's user; there is no password."
  type        = list(string)
  nullable    = false
  validation {
    condition     = length(var.ssh_keys) >= 1 && length(var.ssh_keys) <= 20
    error_message = "ssh_keys must be 1 to 20 keys: without one nobody can log in."
  }
  validation {
    condition = alltrue([
      for key in var.ssh_keys :
      can(regex("^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-ssh-ed25519@openssh\\.com|sk-ecdsa-sha2-nistp256@openssh\\.com) AAAA[A-Za-z0-9+/]{40,}={0,2}( [^\\x00-\\x1f\\x7f]{1,255})?$", trimspace(key))) && length(key) <= 4096
    ])
    error_message = "ssh_keys must be OpenSSH public keys, one per element, at most 4096 characters: type, base64 and an optional comment of at most 255."
  }
}

variable "username" {
  description = "User cloud-init creates."
  type        = string
  nullable    = false
  default     = "ops"
  validation {
    condition     = can(regex("^[a-z_][a-z0-9_-]{0,31}$", var.username))
    error_message = "username must have 1-32 lower-case letters, digits, dashes and underscores, and begin with no digit or dash."
  }
}

variable "tags" {
  description = "Proxmox tags."
  type        = list(string)
  nullable    = false
  default     = []
  validation {
    condition     = length(var.tags) <= 16 && length(distinct(var.tags)) == length(var.tags)
    error_message = "tags must be at most 16, each once."
  }
  validation {
    condition     = alltrue([for tag in var.tags : can(regex("^[a-z0-9_][a-z0-9_+.-]{0,62}$", tag))])
    error_message = "tags must have 1-63 lower-case letters, digits and _ + . - each."
  }
}

variable "on_boot" {
  description = "Start the guest with its node."
  type        = bool
  nullable    = false
  default     = true
}

variable "started" {
  description = "Whether the guest runs."
  type        = bool
  nullable    = false
  default     = true
}

variable "agent" {
  description = "Whether the template has the QEMU guest agent."
  type        = bool
  nullable    = false
  default     = true
}
