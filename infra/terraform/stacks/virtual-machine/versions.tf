terraform {
  # 1.9 for the functions used in the validations; one major version, because
  # the format of plans and states is promised within it.
  required_version = ">= 1.9.0, < 2.0.0"

  required_providers {
    proxmox = {
      source  = "bpg/proxmox"
      version = "= 0.111.1"
    }
  }

  # Filled by environment: PG_CONN_STR, PG_SCHEMA_NAME. One schema per stack
  # instance, provisioned before.
  backend "pg" {}
}

# Configured by environment only (PROXMOX_VE_ENDPOINT, PROXMOX_VE_API_TOKEN,
# SSL_CERT_FILE), so that no credential is in a file, plan or state.
provider "proxmox" {}
