package dev.cyanotype.deployment.proxmox;

import dev.cyanotype.blueprint.ResourceType;
import java.util.Optional;
import java.util.stream.Stream;

/// The two things that run on Proxmox VE.
enum Kind {
  VM("qemu", "vm", "VM", "scsi"),
  CONTAINER("lxc", "lxc", "container", "mp");

  private final String path;
  private final String setting;
  private final String word;
  private final String volumes;

  Kind(String path, String setting, String word, String volumes) {
    this.path = path;
    this.setting = setting;
    this.word = word;
    this.volumes = volumes;
  }

  /// As for Terraform: what computes is a machine, a service a container.
  static Kind of(ResourceType type) {
    return type == ResourceType.COMPUTE ? VM : CONTAINER;
  }

  static Optional<Kind> ofPath(String path) {
    return Stream.of(values()).filter(kind -> kind.path.equals(path)).findFirst();
  }

  /// As in the API's paths, and as guests are told by `/cluster/resources`.
  String path() {
    return path;
  }

  String setting() {
    return setting;
  }

  String word() {
    return word;
  }

  /// What keys of volumes begin with.
  String volumes() {
    return volumes;
  }
}
