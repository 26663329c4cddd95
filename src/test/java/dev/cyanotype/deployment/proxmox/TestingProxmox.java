package dev.cyanotype.deployment.proxmox;

import static dev.cyanotype.deployment.proxmox.Parameters.integer;
import static dev.cyanotype.deployment.proxmox.Parameters.like;
import static dev.cyanotype.deployment.proxmox.Parameters.text;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A stub of Proxmox VE 8, no server: it keeps guests and tasks in its memory, and checks the
/// method, path, token and parameters of each request by what the API's documentation says. It was
/// written from that documentation; what a real server does beyond it is not known here.
///
/// Two nodes are online, of which `pve2` has more free memory. Templates whose name begins with
/// `failing` make guests that do not start, those with `slow` take for ever.
final class TestingProxmox implements AutoCloseable {

  static final String TOKEN_ID = "cyanotype@pve!test";
  static final String SECRET = "0f6d2c1e-7b7c-4d55-9a53-0c8a4d5be1aa";

  private static final String BASE = "/api2/json";
  private static final Pattern ALLOCATION = Pattern.compile("(local-lvm|ceph):(\\d+)((,.*)?)");

  /// Requests in their order: `POST /nodes/pve1/lxc`.
  final List<String> requests = new CopyOnWriteArrayList<>();

  /// The parameters of each, at the same place.
  final List<Map<String, String>> parameters = new CopyOnWriteArrayList<>();

  /// Answers that are given instead, by a request such as `GET /version`.
  final Map<String, Consumer<HttpServerRequest>> instead = new ConcurrentHashMap<>();

  /// How often a task is looked at before it ends.
  volatile int polls = 1;

  /// How often somebody else takes an id that was free.
  volatile int stolenIds;

  volatile String exitStatus = "OK";

  /// The bytes of memory in use on `pve1` and `pve2`, of 16 GiB.
  final Map<String, Long> memoryInUse = new ConcurrentHashMap<>();

  private final List<Operation> operations = new ArrayList<>();
  private final Map<Long, StubGuest> guests = new TreeMap<>();
  private final Map<String, StubTask> tasks = new LinkedHashMap<>();
  private final List<String> files =
      new ArrayList<>(
          List.of(
              "debian-12-standard_12.2-1_amd64.tar.zst",
              "debian-12-standard_12.12-1_amd64.tar.zst",
              "alpine-3.20-default_20240908_amd64.tar.xz",
              "ubuntu-24.04-standard_24.04-2_amd64.tar.zst",
              "failing-1_amd64.tar.zst",
              "slow-1_amd64.tar.zst"));
  private final HttpServer server;
  private int counter;

  private record Operation(
      String method, Pattern path, Parameters parameters, Function<Call, Object> does) {}

  private record Call(Matcher path, Map<String, String> given) {
    String at(int group) {
      return path.group(group);
    }

    long vmid() {
      return Long.parseLong(path.group("vmid"));
    }
  }

  private static final class Refusal extends RuntimeException {
    private final int status;

    Refusal(int status, String reason) {
      super(reason, null, false, false);
      this.status = status;
    }
  }

  /// What a guest is to the stub.
  static final class StubGuest {
    final Kind kind;
    final String node;
    final Map<String, String> config = new TreeMap<>();
    final Map<String, String> pending = new TreeMap<>();
    String from = "";
    boolean template;
    boolean running;
    int disks;

    StubGuest(Kind kind, String node) {
      this.kind = kind;
      this.node = node;
    }

    String name() {
      return config.getOrDefault(kind == Kind.VM ? "name" : "hostname", "");
    }
  }

  private static final class StubTask {
    int pollsLeft;
    boolean stopped;
    String exit;
    Runnable effect;
    Runnable undone = () -> {};
  }

  TestingProxmox(Vertx vertx, HttpServerOptions options) {
    addTemplates();
    addReading();
    addMaking();
    addChanging();
    server =
        vertx
            .createHttpServer(options)
            .requestHandler(this::receive)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  int port() {
    return server.actualPort();
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }

  private void addTemplates() {
    memoryInUse.put("pve1", 12L << 30);
    memoryInUse.put("pve2", 4L << 30);
    template(9000, "debian-12", "2252M");
    template(9001, "tmpl-ubuntu-24.04", "20G");
    template(9002, "freebsd-14", "6G");
  }

  private void template(long vmid, String name, String size) {
    StubGuest guest = new StubGuest(Kind.VM, "pve1");
    guest.template = true;
    guest.config.putAll(
        Map.of(
            "name", name,
            "boot", "order=ide2;scsi0;net0",
            "cores", "1",
            "sockets", "2",
            "memory", "1024",
            "ide2", "local-lvm:vm-%d-cloudinit,media=cdrom".formatted(vmid),
            "scsi0", "local-lvm:base-%d-disk-0,size=%s".formatted(vmid, size),
            "net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=1",
            "net1", "virtio=BC:24:11:00:00:02,bridge=vmbr0"));
    guests.put(vmid, guest);
  }

  synchronized StubGuest guest(long vmid) {
    return guests.get(vmid);
  }

  /// All but templates, by id.
  synchronized Map<Long, StubGuest> guests() {
    return guests.entrySet().stream()
        .filter(one -> !one.getValue().template)
        .collect(
            Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, _) -> a, TreeMap::new));
  }

  /// Somebody else's.
  synchronized long foreign(String tags, String description) {
    long vmid = nextId();
    StubGuest guest = new StubGuest(Kind.CONTAINER, "pve1");
    guest.config.putAll(
        Map.of("hostname", "other", "tags", tags, "description", description, "cores", "1"));
    guests.put(vmid, guest);
    return vmid;
  }

  synchronized boolean hasOpenTasks() {
    return tasks.values().stream().anyMatch(task -> !task.stopped);
  }

  private void receive(HttpServerRequest request) {
    request.setExpectMultipart(false);
    request.body().onSuccess(body -> answer(request, body.toString(StandardCharsets.UTF_8)));
  }

  private synchronized void answer(HttpServerRequest request, String body) {
    String path = request.path().startsWith(BASE) ? request.path().substring(BASE.length()) : "";
    String line = request.method() + " " + path;
    boolean hasForm = request.method() == HttpMethod.POST || request.method() == HttpMethod.PUT;
    Map<String, String> given = hasForm ? form(body) : form(request.query());
    requests.add(line);
    parameters.add(given);
    if (instead.containsKey(line)) {
      instead.get(line).accept(request);
      return;
    }
    try {
      checkToken(request.headers());
      if (hasForm && !body.isEmpty()) {
        checkType(request.headers());
      }
      send(request, 200, "OK", new JsonObject().put("data", done(request, path, given)));
    } catch (Refusal e) {
      refuse(request, e.status, e.getMessage(), Map.of());
    }
  }

  private static Map<String, String> form(String text) {
    Map<String, String> form = new LinkedHashMap<>();
    if (text != null && !text.isEmpty()) {
      for (String pair : text.split("&")) {
        String[] parts = pair.split("=", 2);
        form.put(decoded(parts[0]), decoded(parts[1]));
      }
    }
    return form;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void checkToken(MultiMap headers) {
    String header = headers.get("authorization");
    if (header == null || !header.startsWith("PVEAPIToken=")) {
      throw new Refusal(401, "No ticket");
    }
    if (!header.startsWith("PVEAPIToken=" + TOKEN_ID + "=")) {
      throw new Refusal(401, "no such user or token");
    }
    if (!header.endsWith("=" + SECRET)) {
      throw new Refusal(401, "invalid token value!");
    }
  }

  private static void checkType(MultiMap headers) {
    if (!"application/x-www-form-urlencoded".equals(headers.get("content-type"))) {
      throw new Refusal(501, "upload " + headers.get("content-type") + " not implemented");
    }
  }

  private Object done(HttpServerRequest request, String path, Map<String, String> given) {
    for (Operation operation : operations) {
      Matcher matcher = operation.path().matcher(path);
      if (operation.method().equals(request.method().name()) && matcher.matches()) {
        Map<String, String> errors = operation.parameters().errors(given);
        if (!errors.isEmpty()) {
          refuse(request, 400, "Parameter verification failed.", errors);
          return null;
        }
        return operation.does().apply(new Call(matcher, given));
      }
    }
    throw new Refusal(501, "Method '%s %s' not implemented".formatted(request.method(), path));
  }

  /// As older servers do: the status line alone says what is wrong.
  private static void refuse(
      HttpServerRequest request, int status, String reason, Map<String, String> errors) {
    JsonObject body = new JsonObject().putNull("data");
    if (!errors.isEmpty()) {
      body.put("errors", new JsonObject(new LinkedHashMap<>(errors)));
    }
    send(request, status, reason, body);
  }

  static void send(HttpServerRequest request, int status, String reason, JsonObject body) {
    if (!request.response().ended()) {
      request
          .response()
          .setStatusCode(status)
          .setStatusMessage(reason)
          .putHeader("content-type", "application/json;charset=UTF-8")
          .end(body.encode());
    }
  }

  private void on(String method, String path, Parameters known, Function<Call, Object> does) {
    String pattern =
        path.replace("{node}", "(?<node>pve[12])")
            .replace("{vmid}", "(?<vmid>\\d+)")
            .replace("{upid}", "(?<upid>[^/]+)");
    operations.add(new Operation(method, Pattern.compile(pattern), known, does));
  }

  private void addReading() {
    on("GET", "/version", Parameters.none(), _ -> new JsonObject().put("version", "8.4.1"));
    on("GET", "/nodes", Parameters.none(), _ -> nodes());
    on(
        "GET",
        "/cluster/resources",
        Parameters.none().may("type", like("vm|storage|node|sdn")),
        _ -> resources());
    on(
        "GET",
        "/cluster/nextid",
        Parameters.none().may("vmid", Parameters.vmid()),
        _ -> offeredId());
    on(
        "GET",
        "/nodes/{node}/network",
        Parameters.none().may("type", like("bridge|bond|eth|vlan|any_bridge|any_local_bridge")),
        _ -> new JsonArray().add(new JsonObject().put("iface", "vmbr0").put("type", "bridge")));
    on(
        "GET",
        "/nodes/{node}/storage",
        Parameters.none().may("content", text(1, 100)).may("enabled", Parameters.bool()),
        _ -> new JsonArray().add(new JsonObject().put("storage", "local").put("active", 1)));
    on(
        "GET",
        "/nodes/{node}/storage/local/content",
        Parameters.none().may("content", text(1, 100)).may("vmid", Parameters.vmid()),
        _ -> files());
    on("GET", "/nodes/{node}/tasks/{upid}/status", Parameters.none(), this::taskStatus);
    on(
        "GET",
        "/nodes/{node}/tasks/{upid}/log",
        Parameters.none()
            .may("start", integer(0, Long.MAX_VALUE))
            .may("limit", integer(0, Long.MAX_VALUE)),
        this::taskLog);
    on("DELETE", "/nodes/{node}/tasks/{upid}", Parameters.none(), this::stopTask);
    on(
        "GET",
        "/nodes/{node}/(?<kind>qemu|lxc)/{vmid}/config",
        Parameters.none().may("current", Parameters.bool()).may("snapshot", text(1, 40)),
        this::config);
    on(
        "GET",
        "/nodes/{node}/(?<kind>qemu|lxc)/{vmid}/status/current",
        Parameters.none(),
        call -> new JsonObject().put("status", here(call).running ? "running" : "stopped"));
  }

  private JsonArray nodes() {
    JsonArray nodes = new JsonArray();
    memoryInUse.forEach(
        (name, used) ->
            nodes.add(
                new JsonObject()
                    .put("node", name)
                    .put("status", "online")
                    .put("mem", used)
                    .put("maxmem", 16L << 30)));
    return nodes.add(new JsonObject().put("node", "pve3").put("status", "offline"));
  }

  private JsonArray resources() {
    JsonArray list = new JsonArray();
    guests.forEach(
        (vmid, guest) -> {
          JsonObject one =
              new JsonObject()
                  .put("id", guest.kind.path() + "/" + vmid)
                  .put("type", guest.kind.path())
                  .put("vmid", vmid)
                  .put("node", guest.node)
                  .put("name", guest.name())
                  .put("template", guest.template ? 1 : 0)
                  .put("status", guest.running ? "running" : "stopped");
          if (guest.config.containsKey("tags")) {
            one.put("tags", guest.config.get("tags"));
          }
          list.add(one);
        });
    return list;
  }

  private JsonArray files() {
    JsonArray list = new JsonArray();
    files.forEach(
        file ->
            list.add(
                new JsonObject()
                    .put("volid", "local:vztmpl/" + file)
                    .put("content", "vztmpl")
                    .put("format", "tzst")
                    .put("size", 126_515_062)));
    return list;
  }

  private long nextId() {
    long vmid = 100;
    while (guests.containsKey(vmid)) {
      vmid++;
    }
    return vmid;
  }

  private String offeredId() {
    long vmid = nextId();
    if (stolenIds > 0) {
      stolenIds--;
      foreign("", "taken by somebody else");
    }
    return Long.toString(vmid);
  }

  private StubGuest here(Call call) {
    StubGuest guest = guests.get(call.vmid());
    String node = call.path().group("node");
    if (guest == null || !guest.node.equals(node)) {
      String folder = call.path().group("kind").equals("qemu") ? "qemu-server" : "lxc";
      throw new Refusal(
          500,
          "Configuration file 'nodes/%s/%s/%d.conf' does not exist"
              .formatted(node, folder, call.vmid()));
    }
    return guest;
  }

  private StubGuest unlocked(Call call) {
    StubGuest guest = here(call);
    if (guest.config.containsKey("lock")) {
      throw new Refusal(500, "CT is locked (%s)".formatted(guest.config.get("lock")));
    }
    return guest;
  }

  private JsonObject config(Call call) {
    StubGuest guest = here(call);
    JsonObject config = new JsonObject();
    guest.config.forEach(config::put);
    if (!"1".equals(call.given().get("current"))) {
      guest.pending.forEach(config::put);
    }
    if (config.containsKey("description")) {
      config.put("description", config.getString("description") + "\n");
    }
    return config.put("digest", "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  }

  private String task(String node, String type, long vmid, boolean endless, Runnable effect) {
    String upid =
        "UPID:%s:%08X:%08X:%08X:%s:%d:%s:"
            .formatted(node, 4000 + counter, 90_000 + counter, 0x69_1F_D3_A2, type, vmid, TOKEN_ID);
    counter++;
    StubTask task = new StubTask();
    task.pollsLeft = endless ? Integer.MAX_VALUE : polls;
    task.effect = effect;
    task.exit = exitStatus;
    tasks.put(upid, task);
    return upid;
  }

  private StubTask known(Call call) {
    String upid = decoded(call.path().group("upid"));
    if (!upid.matches(
        "UPID:pve[12](:[0-9A-F]{8}){3}:[a-z]+:\\d+:" + Pattern.quote(TOKEN_ID) + ":")) {
      throw new Refusal(400, "unable to parse worker upid '%s'".formatted(upid));
    }
    if (!tasks.containsKey(upid)) {
      throw new Refusal(500, "no such task");
    }
    return tasks.get(upid);
  }

  private JsonObject taskStatus(Call call) {
    StubTask task = known(call);
    if (!task.stopped && task.pollsLeft-- <= 0) {
      end(task);
    }
    JsonObject status = new JsonObject().put("status", task.stopped ? "stopped" : "running");
    return task.stopped ? status.put("exitstatus", task.exit) : status;
  }

  private static void end(StubTask task) {
    task.stopped = true;
    if (task.exit.equals("OK") || task.exit.startsWith("WARNINGS")) {
      try {
        task.effect.run();
      } catch (Refusal e) {
        task.exit = e.getMessage();
      }
    } else {
      task.undone.run();
    }
  }

  private JsonArray taskLog(Call call) {
    StubTask task = known(call);
    return new JsonArray()
        .add(new JsonObject().put("n", 1).put("t", "extracting archive"))
        .add(new JsonObject().put("n", 2).put("t", "TASK ERROR: " + task.exit));
  }

  private Object stopTask(Call call) {
    StubTask task = known(call);
    task.stopped = true;
    task.exit = "interrupted by signal";
    task.undone.run();
    return null;
  }

  private void addMaking() {
    on("POST", "/nodes/{node}/lxc", Parameters.newContainer(), this::makeContainer);
    on("POST", "/nodes/{node}/qemu/{vmid}/clone", Parameters.cloning(), this::cloneMachine);
  }

  private void checkFree(long vmid, String word) {
    if (guests.containsKey(vmid)) {
      throw new Refusal(
          500, "%s %d already exists on node '%s'".formatted(word, vmid, guests.get(vmid).node));
    }
  }

  private Object makeContainer(Call call) {
    Map<String, String> given = new LinkedHashMap<>(call.given());
    long vmid = Long.parseLong(given.remove("vmid"));
    String template = given.remove("ostemplate");
    checkFree(vmid, "CT");
    if (!template.startsWith("local:vztmpl/") || !files.contains(template.substring(13))) {
      throw new Refusal(500, "volume '%s' does not exist".formatted(template));
    }
    StubGuest guest = new StubGuest(Kind.CONTAINER, call.path().group("node"));
    guest.from = template.substring(13);
    guest.config.put("lock", "create");
    guests.put(vmid, guest);
    given.keySet().removeAll(List.of("password", "ssh-public-keys", "start"));
    String upid =
        task(
            guest.node,
            "vzcreate",
            vmid,
            guest.from.startsWith("slow"),
            () -> {
              guest.config.remove("lock");
              given.forEach((key, value) -> set(vmid, guest, key, value));
            });
    tasks.get(upid).undone = () -> guests.remove(vmid);
    return upid;
  }

  private Object cloneMachine(Call call) {
    StubGuest template = guests.get(call.vmid());
    if (template == null || !template.node.equals(call.path().group("node"))) {
      throw new Refusal(500, "Configuration file 'nodes/x/qemu-server/0.conf' does not exist");
    }
    if (call.given().containsKey("target") && !call.given().get("target").equals(template.node)) {
      throw new Refusal(500, "Can't clone VM to node 'pve2' (VM uses local storage)");
    }
    long vmid = Long.parseLong(call.given().get("newid"));
    checkFree(vmid, "VM");
    StubGuest guest = new StubGuest(Kind.VM, template.node);
    guest.from = template.name();
    guest.config.put("lock", "clone");
    guests.put(vmid, guest);
    String upid =
        task(guest.node, "qmclone", call.vmid(), false, () -> cloned(call, vmid, template, guest));
    tasks.get(upid).undone = () -> guests.remove(vmid);
    return upid;
  }

  private static void cloned(Call call, long vmid, StubGuest template, StubGuest guest) {
    guest.config.remove("lock");
    template.config.forEach(
        (key, value) ->
            guest.config.put(key, value.replaceAll("(base|vm)-\\d+-", "vm-" + vmid + "-")));
    guest.config.put("name", call.given().getOrDefault("name", "Copy-of-VM"));
    guest.config.computeIfPresent("description", (_, _) -> null);
    if (call.given().containsKey("description")) {
      guest.config.put("description", call.given().get("description"));
    }
  }

  private void addChanging() {
    on("PUT", "/nodes/{node}/(?<kind>lxc)/{vmid}/config", Parameters.containerConfig(), this::set);
    on("POST", "/nodes/{node}/(?<kind>qemu)/{vmid}/config", Parameters.machineConfig(), this::set);
    for (Kind kind : Kind.values()) {
      String guest = "/nodes/{node}/(?<kind>%s)/{vmid}".formatted(kind.path());
      String move = kind == Kind.VM ? "/move_disk" : "/move_volume";
      on("PUT", guest + "/resize", Parameters.resize(kind), this::resize);
      on("POST", guest + move, Parameters.move(kind), this::move);
      on("POST", guest + "/status/start", Parameters.none(), this::start);
      on("POST", guest + "/status/shutdown", Parameters.shutdown(), this::shutdown);
      on("DELETE", guest, Parameters.destroy(), this::destroy);
    }
  }

  /// A container's is done at once, a machine's in a task.
  private Object set(Call call) {
    StubGuest guest = unlocked(call);
    Runnable effect = () -> set(call, guest);
    if (guest.kind == Kind.VM) {
      return task(guest.node, "qmconfig", call.vmid(), false, effect);
    }
    effect.run();
    return null;
  }

  private static void set(Call call, StubGuest guest) {
    call.given()
        .forEach(
            (key, value) -> {
              if (key.equals("delete")) {
                Arrays.stream(value.split(",")).forEach(one -> delete(guest, one));
              } else if (!key.equals("cipassword")) {
                boolean waits =
                    guest.kind == Kind.VM && guest.running && key.matches("cores|memory|sockets");
                if (waits) {
                  guest.pending.put(key, value);
                } else {
                  set(call.vmid(), guest, key, value);
                }
              }
            });
  }

  private static void delete(StubGuest guest, String key) {
    String was = guest.config.remove(key);
    if (was != null && key.matches("(mp|scsi)\\d+")) {
      int i = 0;
      while (guest.config.containsKey("unused" + i)) {
        i++;
      }
      guest.config.put("unused" + i, was.split(",")[0]);
    }
  }

  private static void set(long vmid, StubGuest guest, String key, String value) {
    Matcher allocation = ALLOCATION.matcher(value);
    if (key.matches("rootfs|(mp|scsi)\\d+") && value.matches("[a-z-]+:\\d+(,.*)?")) {
      if (!allocation.matches()) {
        throw new Refusal(500, "storage '%s' does not exist".formatted(value.split(":")[0]));
      }
      guest.config.put(
          key,
          "%s:vm-%d-disk-%d%s,size=%sG"
              .formatted(
                  allocation.group(1),
                  vmid,
                  guest.disks++,
                  allocation.group(3),
                  allocation.group(2)));
    } else if (key.matches("net\\d+")) {
      guest.config.put(key, networked(guest, value));
    } else if (key.equals("tags")) {
      guest.config.put(
          key, Arrays.stream(value.split("[;, ]+")).sorted().collect(Collectors.joining(";")));
    } else {
      guest.config.put(key, value);
    }
  }

  private static String networked(StubGuest guest, String value) {
    if (guest.kind == Kind.VM) {
      return value.contains("virtio=")
          ? value
          : value.replace("virtio", "virtio=BC:24:11:AA:BB:0C");
    }
    return value.contains("hwaddr=") ? value : value + ",hwaddr=BC:24:11:AA:BB:0D,type=veth";
  }

  private Object resize(Call call) {
    StubGuest guest = unlocked(call);
    String disk = call.given().get("disk");
    String now = guest.config.get(disk);
    if (now == null) {
      throw new Refusal(500, "disk '%s' does not exist".formatted(disk));
    }
    if (Options.gib("x,size=" + call.given().get("size")) < Options.gib(now)) {
      throw new Refusal(500, "shrinking disks is not supported");
    }
    return task(
        guest.node,
        "resize",
        call.vmid(),
        false,
        () ->
            guest.config.put(
                disk, now.replaceAll("size=[^,]+", "size=" + call.given().get("size"))));
  }

  private Object move(Call call) {
    StubGuest guest = unlocked(call);
    String word = guest.kind == Kind.VM ? "disk" : "volume";
    StubGuest to = guests.get(Long.parseLong(call.given().get("target-vmid")));
    String key = call.given().get(word);
    String place = call.given().get("target-" + word);
    if (to == null || !to.node.equals(guest.node)) {
      throw new Refusal(500, "Both guests need to be on the same node");
    }
    if (guest.running || to.running) {
      throw new Refusal(500, "Cannot move a volume of a running guest");
    }
    if (!guest.config.containsKey(key) || to.config.containsKey(place)) {
      throw new Refusal(500, "Target volume key '%s' is already in use".formatted(place));
    }
    return task(
        guest.node,
        "move",
        call.vmid(),
        false,
        () -> to.config.put(place, guest.config.remove(key)));
  }

  private Object start(Call call) {
    StubGuest guest = unlocked(call);
    if (guest.running) {
      throw new Refusal(500, "%s %d already running".formatted(guest.kind.word(), call.vmid()));
    }
    String upid =
        task(
            guest.node,
            guest.kind == Kind.VM ? "qmstart" : "vzstart",
            call.vmid(),
            false,
            () -> {
              guest.config.putAll(guest.pending);
              guest.pending.clear();
              guest.running = true;
            });
    if (guest.from.startsWith("failing")) {
      tasks.get(upid).exit = "startup for container '%d' failed".formatted(call.vmid());
    }
    return upid;
  }

  private Object shutdown(Call call) {
    StubGuest guest = unlocked(call);
    return task(
        guest.node,
        guest.kind == Kind.VM ? "qmshutdown" : "vzshutdown",
        call.vmid(),
        false,
        () -> guest.running = false);
  }

  private Object destroy(Call call) {
    StubGuest guest = unlocked(call);
    if (guest.running) {
      throw new Refusal(500, "unable to destroy guest %d: it is running".formatted(call.vmid()));
    }
    return task(
        guest.node,
        guest.kind == Kind.VM ? "qmdestroy" : "vzdestroy",
        call.vmid(),
        false,
        () -> guests.remove(call.vmid()));
  }
}
