package dev.cyanotype.deployment.proxmox;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A VM or container of ours.
///
/// @param config as it runs now, without changes that wait for a restart
record Guest(
    Kind kind, String node, long vmid, boolean running, Map<String, String> config, Mark mark) {

  private static final List<String> BOOT_DISKS = List.of("scsi0", "virtio0", "sata0", "ide0");

  Guest {
    config = Map.copyOf(config);
  }

  /// As `/cluster/resources` has it.
  String id() {
    return kind.path() + "/" + vmid;
  }

  String word() {
    return kind.word() + " " + vmid;
  }

  String path() {
    return ProxmoxApi.path("nodes", node, kind.path(), vmid);
  }

  String path(Object... below) {
    return path() + ProxmoxApi.path(below);
  }

  String get(String key) {
    return config.getOrDefault(key, "");
  }

  boolean has(String key) {
    return config.containsKey(key);
  }

  Set<String> tags() {
    Set<String> tags = new TreeSet<>(Arrays.asList(get("tags").split("[;, ]+")));
    tags.remove("");
    return tags;
  }

  /// Whether it has been configured after it was made.
  boolean isWhole() {
    return tags().contains(Mark.tag(mark.blueprintId())) && !has("lock");
  }

  String firstDisk() {
    return switch (kind) {
      case CONTAINER -> "rootfs";
      case VM -> bootDisk(config);
    };
  }

  /// What a VM boots from: the first disk of its order, or of the usual ones.
  static String bootDisk(Map<String, String> config) {
    String order = Options.parse(config.getOrDefault("boot", "")).getOrDefault("order", "");
    return Stream.concat(Stream.of(order.split(";")), BOOT_DISKS.stream())
        .filter(key -> isDisk(key, config.get(key)))
        .findFirst()
        .orElse(BOOT_DISKS.getFirst());
  }

  private static boolean isDisk(String key, String value) {
    return value != null && key.matches("(scsi|virtio|sata|ide)\\d+") && !value.contains("media=");
  }

  Optional<String> volume(String name) {
    return Optional.ofNullable(mark.volumes().get(name)).filter(this::has);
  }
}
