package dev.cyanotype.deployment.proxmox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cyanotype.blueprint.export.UniqueNames;
import dev.cyanotype.deployment.Engine.Progress;
import dev.cyanotype.deployment.EngineException;
import dev.cyanotype.deployment.Target;
import dev.cyanotype.deployment.proxmox.Machine.Nic;
import dev.cyanotype.deployment.proxmox.Machine.Volume;
import dev.cyanotype.deployment.proxmox.Tasks.Abandoned;
import dev.cyanotype.deployment.proxmox.Templates.Template;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/// Makes a guest, without starting it: a container from a file, a VM by a full clone.
final class GuestMaking {

  private static final int TRIES_FOR_AN_ID = 5;
  private static final int LONGEST_NAME = 40;
  private static final int FIRST_VM_VOLUME = 5;
  private static final Pattern TAKEN =
      Pattern.compile("(?i).*(already (exists|used|taken|in use)|file exists).*");

  private final ProxmoxApi api;
  private final ProxmoxConfig config;
  private final Tasks tasks;
  private final Nodes nodes;
  private final Templates templates;

  /// An id is free until the request that takes it has been answered.
  private final ReentrantLock claiming = new ReentrantLock();

  GuestMaking(ProxmoxApi api, ProxmoxConfig config, Tasks tasks, Nodes nodes, Templates templates) {
    this.api = api;
    this.config = config;
    this.tasks = tasks;
    this.nodes = nodes;
    this.templates = templates;
  }

  /// Where a new guest comes to be.
  record Place(Kind kind, String node, long vmid) {
    String word() {
      return kind.word() + " " + vmid;
    }
  }

  /// A guest to be made.
  ///
  /// @param replica from 1
  /// @param node where its predecessor is, which hands its volumes over
  record Order(Target target, Machine machine, int replica, Optional<String> node) {}

  /// What a guest is made by, but for its number and what it says of itself.
  private record Request(
      Order order, String node, String path, String idParameter, Map<String, Object> form) {

    Map<String, Object> with(long vmid) {
      Mark mark =
          Mark.of(order.target(), order.machine(), vmid, order.replica(), keys(order.machine()));
      Map<String, Object> whole = new LinkedHashMap<>(form);
      whole.put(idParameter, vmid);
      whole.put("description", mark.written(""));
      return whole;
    }

    Place place(long vmid) {
      return new Place(order.machine().kind(), node, vmid);
    }
  }

  Place make(Order order, Progress progress) {
    Template template = template(order.machine(), order.node());
    progress.says(
        "making a %s of %s on %s"
            .formatted(order.machine().kind().word(), template.name(), template.node()));
    Request request =
        switch (order.machine().kind()) {
          case CONTAINER -> container(order, template);
          case VM -> clone(order, template);
        };
    return made(request, progress);
  }

  private Request container(Order order, Template file) {
    Machine machine = order.machine();
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("ostemplate", file.id());
    form.put("hostname", name(order));
    form.put("tags", Mark.TAG + ";" + Mark.tag(order.target().blueprintId()));
    form.put("cores", machine.cores());
    form.put("memory", machine.memoryMib());
    form.put("rootfs", config.storage() + ":" + machine.diskGib());
    form.put("unprivileged", machine.privileged() ? 0 : 1);
    form.put("onboot", 1);
    if (!machine.privileged()) {
      form.put("features", "nesting=1");
    }
    putNetworksAndVolumes(form, order);
    machine.password().ifPresent(one -> form.put("password", one));
    config.sshPublicKeys().ifPresent(one -> form.put("ssh-public-keys", one));
    return new Request(
        order, file.node(), ProxmoxApi.path("nodes", file.node(), "lxc"), "vmid", form);
  }

  private void putNetworksAndVolumes(Map<String, Object> form, Order order) {
    Machine machine = order.machine();
    for (int i = 0; i < machine.networks().size(); i++) {
      form.put("net" + i, containerNic(i, machine.networks().get(i), ""));
    }
    if (order.node().isEmpty()) {
      Map<String, String> keys = keys(machine);
      machine.volumes().forEach(one -> form.put(keys.get(one.name()), newVolume(machine, one)));
    }
  }

  private Request clone(Order order, Template template) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("name", name(order));
    form.put("full", 1);
    form.put("storage", config.storage());
    String node = order.node().or(config::node).orElse(template.node());
    if (!node.equals(template.node())) {
      form.put("target", node);
    }
    String path = ProxmoxApi.path("nodes", template.node(), "qemu", template.id(), "clone");
    return new Request(order, node, path, "newid", form);
  }

  private Template template(Machine machine, Optional<String> node) {
    List<Template> all = templates.all(machine.kind());
    List<Template> called = Templates.called(machine.template(), all);
    List<String> preferred = node.map(List::of).orElseGet(nodes::usable);
    return preferred.stream()
        .flatMap(name -> called.stream().filter(one -> one.node().equals(name)))
        .findFirst()
        .or(() -> called.stream().filter(one -> one.kind() == Kind.VM).findFirst())
        .orElseThrow(
            () ->
                EngineException.failed(
                    "no template on %s is called %s: %s"
                        .formatted(
                            String.join(", ", preferred),
                            machine.template(),
                            Templates.offered(machine.kind(), all))));
  }

  private Place made(Request request, Progress progress) {
    for (int i = 1; ; i++) {
      Claim claim = claimed(request);
      if (!claim.isTaken() || i == TRIES_FOR_AN_ID) {
        Place place = request.place(claim.vmid());
        await(claim.answer().data(), place, progress);
        return place;
      }
    }
  }

  private record Claim(long vmid, Answer answer) {
    boolean isTaken() {
      return !answer.isOk() && TAKEN.matcher(answer.message()).matches();
    }
  }

  private Claim claimed(Request request) {
    claim();
    try {
      long vmid = api.get("/cluster/nextid").asLong();
      return new Claim(vmid, api.call(HttpMethod.POST, request.path(), request.with(vmid)));
    } finally {
      claiming.unlock();
    }
  }

  private void claim() {
    try {
      claiming.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EngineException.failed("stopped before a guest was made");
    }
  }

  private void await(JsonNode task, Place place, Progress progress) {
    tasks.await(task, "making " + place.word(), Abandoned.STOPS, progress);
  }

  /// A DNS name that tells the blueprint too.
  private static String name(Order order) {
    String name = UniqueNames.dnsLabel(order.machine().name());
    String part = name.substring(0, Math.min(name.length(), LONGEST_NAME)).replaceAll("-+$", "");
    return "%s-%d-%s".formatted(part, order.replica(), Mark.shortId(order.target().blueprintId()));
  }

  /// Where the volumes of a new guest are put; those of a VM behind its template's.
  static Map<String, String> keys(Machine machine) {
    Map<String, String> keys = new LinkedHashMap<>();
    int first = machine.kind() == Kind.VM ? FIRST_VM_VOLUME : 0;
    for (Volume volume : machine.volumes()) {
      keys.put(volume.name(), machine.kind().volumes() + (first + keys.size()));
    }
    return keys;
  }

  String newVolume(Machine machine, Volume volume) {
    return mounted(machine, volume, config.storage() + ":" + volume.gib());
  }

  /// @param source a volume that is there, or a storage with the size of a new one
  static String mounted(Machine machine, Volume volume, String source) {
    return switch (machine.kind()) {
      case VM -> source;
      case CONTAINER ->
          "%s,mp=%s,backup=1%s".formatted(source, volume.path(), volume.readOnly() ? ",ro=1" : "");
    };
  }

  /// @param now what it is, whose hardware address it keeps; empty for a new one
  static String nic(Machine machine, int index, String now) {
    Nic nic = machine.networks().get(index);
    return switch (machine.kind()) {
      case CONTAINER -> containerNic(index, nic, now);
      case VM -> vmNic(nic, now);
    };
  }

  private static String containerNic(int index, Nic nic, String now) {
    String address = Options.parse(now).getOrDefault("hwaddr", "");
    return "name=eth%d,bridge=%s,ip=dhcp%s%s"
        .formatted(index, nic.bridge(), tag(nic), address.isEmpty() ? "" : ",hwaddr=" + address);
  }

  private static String vmNic(Nic nic, String now) {
    String card = now.matches("[a-z0-9-]+=[0-9A-Fa-f:]{17}(,.*)?") ? now.split(",")[0] : "virtio";
    return "%s,bridge=%s%s".formatted(card, nic.bridge(), tag(nic));
  }

  private static String tag(Nic nic) {
    return nic.vlan().isPresent() ? ",tag=" + nic.vlan().getAsInt() : "";
  }

  /// Proxmox VE wants them encoded once more.
  static String cloudInitKeys(String keys) {
    return URLEncoder.encode(keys.strip(), StandardCharsets.UTF_8).replace("+", "%20");
  }
}
