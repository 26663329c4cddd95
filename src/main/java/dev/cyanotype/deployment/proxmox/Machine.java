package dev.cyanotype.deployment.proxmox;

import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.deployment.Settings;
import dev.cyanotype.deployment.WantedResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What a resource becomes: one guest or several alike.
///
/// @param pointer to the resource in the blueprint
/// @param dependencies names of other machines
/// @param cores whole ones of each guest, from 1
/// @param memoryMib from 16
/// @param diskGib of the first disk
/// @param template as the blueprint or the configuration names it
/// @param templateField of the specs that names it, or should
/// @param password of root, at first
/// @param hasDataOnDisk whether the first disk holds what must survive
record Machine(
    Resource resource,
    String pointer,
    List<String> dependencies,
    Kind kind,
    int replicas,
    long cores,
    long memoryMib,
    long diskGib,
    List<Nic> networks,
    List<Volume> volumes,
    String template,
    String templateField,
    boolean privileged,
    Optional<String> password,
    boolean hasDataOnDisk) {

  Machine {
    dependencies = List.copyOf(dependencies);
    networks = List.copyOf(networks);
    volumes = List.copyOf(volumes);
  }

  /// @param vlan 1 to 4094
  record Nic(String bridge, OptionalInt vlan) {
    @Override
    public String toString() {
      return vlan.isPresent() ? bridge + " vlan " + vlan.getAsInt() : bridge;
    }
  }

  /// @param path where a container mounts it; a VM has it as a bare disk
  record Volume(String name, long gib, String path, boolean readOnly) {}

  String name() {
    return resource.name();
  }

  /// Without the password.
  @Override
  public String toString() {
    return name();
  }

  Machine withDiskGib(long gib) {
    return new Machine(
        resource,
        pointer,
        dependencies,
        kind,
        replicas,
        cores,
        memoryMib,
        gib,
        networks,
        volumes,
        template,
        templateField,
        privileged,
        password,
        hasDataOnDisk);
  }

  WantedResource wanted(String blueprintId) {
    return new WantedResource(name(), resource.type(), dependencies, settings(blueprintId));
  }

  private Map<String, String> settings(String blueprintId) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("kind", kind.setting());
    settings.put("replicas", Integer.toString(replicas));
    settings.put("cores", Long.toString(cores));
    settings.put("memory_mib", Long.toString(memoryMib));
    settings.put("disk_gib", Long.toString(diskGib));
    settings.put("start_on_boot", "true");
    for (int i = 0; i < networks.size(); i++) {
      settings.put("network." + i, networks.get(i).toString());
    }
    volumes.forEach(one -> settings.put("volume." + one.name(), GuestSettings.volume(kind, one)));
    settings.putAll(made(blueprintId));
    return settings;
  }

  /// The settings that a guest is made by, and that cannot be read from it: it carries them.
  Map<String, String> made(String blueprintId) {
    Map<String, String> made = new LinkedHashMap<>();
    made.put("template", template);
    made.put("privileged", Boolean.toString(privileged));
    password.ifPresent(
        one -> made.put("password", Settings.digest(blueprintId + "/" + name() + "/" + one)));
    return made;
  }
}
