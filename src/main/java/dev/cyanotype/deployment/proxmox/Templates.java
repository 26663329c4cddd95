package dev.cyanotype.deployment.proxmox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What guests can be made from: files of containers, and VMs that are templates.
final class Templates {

  private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");
  private static final int LISTED = 20;

  private final ProxmoxApi api;
  private final Nodes nodes;

  Templates(ProxmoxApi api, Nodes nodes) {
    this.api = api;
    this.nodes = nodes;
  }

  /// @param id a volume such as `local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst`, or a VM's
  ///     number
  /// @param name that of the file, or of the VM
  record Template(Kind kind, String node, String id, String name) {

    /// Its own name, its id, or an operating system such as `debian-12` in front of or behind what
    /// else its name says.
    boolean isCalled(String wanted) {
      String lower = name.toLowerCase(Locale.ROOT);
      String sought = wanted.toLowerCase(Locale.ROOT);
      return id.equals(wanted)
          || lower.equals(sought)
          || lower.startsWith(sought + "-")
          || lower.startsWith(sought + "_")
          || kind == Kind.VM && lower.endsWith("-" + sought);
    }

    private boolean isExactly(String wanted) {
      return id.equals(wanted) || name.equals(wanted);
    }
  }

  /// All that a kind of guest can be made from, on usable nodes; VMs on any.
  List<Template> all(Kind kind) {
    return switch (kind) {
      case CONTAINER -> nodes.usable().stream().flatMap(this::files).toList();
      case VM -> machines();
    };
  }

  private Stream<Template> files(String node) {
    String path = ProxmoxApi.path("nodes", node, "storage");
    return stream(api.get(path, Map.of("content", "vztmpl", "enabled", 1)))
        .filter(one -> one.path("active").asInt(1) == 1)
        .map(one -> one.path("storage").asText())
        .flatMap(storage -> files(node, storage));
  }

  private Stream<Template> files(String node, String storage) {
    String path = ProxmoxApi.path("nodes", node, "storage", storage, "content");
    return stream(api.get(path, Map.of("content", "vztmpl")))
        .map(one -> one.path("volid").asText())
        .map(id -> new Template(Kind.CONTAINER, node, id, id.replaceAll(".*[/:]", "")));
  }

  private List<Template> machines() {
    return stream(api.get("/cluster/resources", Map.of("type", "vm")))
        .filter(one -> one.path("template").asInt() == 1)
        .filter(one -> one.path("type").asText().equals(Kind.VM.path()))
        .map(
            one ->
                new Template(
                    Kind.VM,
                    one.path("node").asText(),
                    one.path("vmid").asText(),
                    one.path("name").asText()))
        .toList();
  }

  /// Those by a name, the exact ones alone where there are such, the newest first.
  static List<Template> called(String wanted, List<Template> all) {
    List<Template> fitting = all.stream().filter(one -> one.isCalled(wanted)).toList();
    List<Template> exact = fitting.stream().filter(one -> one.isExactly(wanted)).toList();
    List<Template> found = new ArrayList<>(exact.isEmpty() ? fitting : exact);
    found.sort(Comparator.comparing((Template one) -> sortable(one.name())).reversed());
    return found;
  }

  /// Numbers sort by their value.
  private static String sortable(String name) {
    return DIGITS
        .matcher(name)
        .replaceAll(number -> "0".repeat(18 - number.group().length()) + number.group());
  }

  /// What there is instead, for one who asked for something else.
  static String offered(Kind kind, List<Template> all) {
    if (all.isEmpty()) {
      return switch (kind) {
        case CONTAINER -> "there is none at all; download one, as with `pveam download`";
        case VM -> "there is none at all; make one of a VM, as with `qm template`";
      };
    }
    List<String> names =
        all.stream()
            .map(one -> kind == Kind.VM ? "%s (%s)".formatted(one.name(), one.id()) : one.name())
            .distinct()
            .sorted()
            .toList();
    String rest = names.size() > LISTED ? ", and " + (names.size() - LISTED) + " more" : "";
    return "there are " + names.stream().limit(LISTED).collect(Collectors.joining(", ")) + rest;
  }

  /// Whole GiB of the disk that a VM boots from: a clone cannot have less.
  long diskGib(Template template) {
    Map<String, String> config =
        Guests.texts(
            api.get(ProxmoxApi.path("nodes", template.node(), "qemu", template.id(), "config")));
    return Options.gib(config.getOrDefault(Guest.bootDisk(config), ""));
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
