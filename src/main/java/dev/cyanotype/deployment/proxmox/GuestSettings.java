package dev.cyanotype.deployment.proxmox;

import dev.cyanotype.deployment.proxmox.Machine.Nic;
import dev.cyanotype.deployment.proxmox.Machine.Volume;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// A guest's configuration under the names of what is wanted.
final class GuestSettings {

  private static final int MOST_NETWORKS = 32;

  private GuestSettings() {}

  static Map<String, String> of(Guest guest) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("kind", guest.kind().setting());
    settings.put("cores", cores(guest));
    settings.put("memory_mib", memory(guest));
    settings.put("disk_gib", Long.toString(Options.gib(guest.get(guest.firstDisk()))));
    settings.put("start_on_boot", Boolean.toString(guest.get("onboot").equals("1")));
    for (int i = 0; i < MOST_NETWORKS; i++) {
      if (guest.has("net" + i)) {
        settings.put("network." + i, nic(guest.get("net" + i)).toString());
      }
    }
    guest
        .mark()
        .volumes()
        .keySet()
        .forEach(
            name ->
                guest
                    .volume(name)
                    .ifPresent(key -> settings.put("volume." + name, volume(guest, key))));
    settings.putAll(guest.mark().made());
    if (guest.kind() == Kind.CONTAINER) {
      settings.put("privileged", Boolean.toString(!guest.get("unprivileged").equals("1")));
    }
    return settings;
  }

  /// Of several guests alike: a value in which they differ is told in all its forms.
  static Map<String, String> of(List<Guest> guests) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (Guest guest : guests) {
      of(guest)
          .forEach(
              (name, value) ->
                  values.computeIfAbsent(name, _ -> new java.util.ArrayList<>()).add(value));
    }
    Map<String, String> settings = new LinkedHashMap<>();
    values.forEach(
        (name, all) -> {
          String missing = all.size() < guests.size() ? ", missing" : "";
          settings.put(name, all.stream().distinct().collect(Collectors.joining(", ")) + missing);
        });
    settings.put(
        "replicas",
        Long.toString(guests.stream().map(one -> one.mark().replica()).distinct().count()));
    return settings;
  }

  private static String cores(Guest guest) {
    BigInteger sockets = new BigInteger(number(guest.get("sockets"), "1"));
    return sockets.multiply(new BigInteger(number(guest.get("cores"), "1"))).toString();
  }

  private static String memory(Guest guest) {
    Map<String, String> memory = Options.parse(guest.get("memory"));
    return number(memory.getOrDefault("current", memory.getOrDefault(Options.FIRST, "")), "512");
  }

  private static String number(String text, String otherwise) {
    return text.matches("\\d{1,18}") ? text : otherwise;
  }

  static Nic nic(String value) {
    Map<String, String> options = Options.parse(value);
    String tag = options.getOrDefault("tag", "");
    return new Nic(
        options.getOrDefault("bridge", ""),
        tag.matches("\\d{1,4}") ? OptionalInt.of(Integer.parseInt(tag)) : OptionalInt.empty());
  }

  private static String volume(Guest guest, String key) {
    String value = guest.get(key);
    Map<String, String> options = Options.parse(value);
    return volume(
        guest.kind(),
        new Volume(
            "",
            Options.gib(value),
            options.getOrDefault("mp", ""),
            options.getOrDefault("ro", "0").equals("1")));
  }

  static String volume(Kind kind, Volume volume) {
    return switch (kind) {
      case VM -> volume.gib() + " GiB";
      case CONTAINER ->
          "%d GiB at %s%s"
              .formatted(volume.gib(), volume.path(), volume.readOnly() ? ", read only" : "");
    };
  }
}
