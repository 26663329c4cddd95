package dev.cyanotype.deployment.proxmox;

import dev.cyanotype.deployment.Engine.Progress;
import dev.cyanotype.deployment.EngineException;
import dev.cyanotype.deployment.Target;
import dev.cyanotype.deployment.proxmox.Machine.Nic;
import dev.cyanotype.deployment.proxmox.Machine.Volume;
import dev.cyanotype.deployment.proxmox.Tasks.Abandoned;
import dev.cyanotype.problem.FieldError;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Makes a guest that is there as it is wanted, and starts, stops and removes it.
final class GuestChanging {

  private static final Set<String> APPLIED_AT_START = Set.of("cores", "memory_mib");
  private static final int MOST_KEYS = 31;

  private final ProxmoxApi api;
  private final ProxmoxConfig config;
  private final Tasks tasks;
  private final Guests guests;
  private final GuestMaking making;

  GuestChanging(
      ProxmoxApi api, ProxmoxConfig config, Tasks tasks, Guests guests, GuestMaking making) {
    this.api = api;
    this.config = config;
    this.tasks = tasks;
    this.guests = guests;
    this.making = making;
  }

  /// Growing is in place, shrinking would lose what stands at the end of the disk.
  ///
  /// @throws EngineException refused
  static void refuseToShrink(Guest guest, Machine machine) {
    refuseToShrink(guest, machine, machine.diskGib());
  }

  /// For a guest whose first disk goes, while its volumes stay.
  static void refuseToShrinkVolumes(Guest guest, Machine machine) {
    refuseToShrink(guest, machine, Long.MAX_VALUE);
  }

  private static void refuseToShrink(Guest guest, Machine machine, long diskGib) {
    List<FieldError> errors = new ArrayList<>();
    long disk = Options.gib(guest.get(guest.firstDisk()));
    if (disk > diskGib) {
      errors.add(tooSmall(machine, "storage", "first disk", guest, disk, diskGib));
    }
    for (Volume volume : machine.volumes()) {
      long there = guest.volume(volume.name()).map(guest::get).map(Options::gib).orElse(0L);
      if (there > volume.gib()) {
        String what = "volume " + volume.name();
        errors.add(tooSmall(machine, "volumes", what, guest, there, volume.gib()));
      }
    }
    if (!errors.isEmpty()) {
      throw EngineException.refused(errors);
    }
  }

  private static FieldError tooSmall(
      Machine machine, String field, String what, Guest guest, long there, long wanted) {
    return new FieldError(
        machine.pointer() + "/specs/" + field,
        ("makes the %s of %s %d GiB, but it has %d GiB and cannot shrink without losing data:"
                + " keep that size, or move the data and remove the resource first")
            .formatted(what, guest.word(), wanted, there));
  }

  /// Everything that can be changed without making it anew; then it runs.
  void bring(Target target, Guest guest, Machine machine, Progress progress) {
    refuseToShrink(guest, machine);
    configure(target, guest, machine, progress);
    grow(guests.again(guest), machine, progress);
    Guest changed = guests.again(guest);
    if (!changed.running()) {
      start(changed, progress);
    } else if (waitsForStart(changed, machine, target)) {
      progress.says("restarting " + changed.word() + ", which applies what has changed");
      stop(changed, progress);
      start(changed, progress);
    }
  }

  private static boolean waitsForStart(Guest guest, Machine machine, Target target) {
    Map<String, String> wanted = machine.wanted(target.blueprintId()).settings();
    Map<String, String> actual = GuestSettings.of(guest);
    return wanted.keySet().stream()
        .filter(name -> isAppliedAtStart(name))
        .anyMatch(name -> !wanted.get(name).equals(actual.get(name)));
  }

  private static boolean isAppliedAtStart(String setting) {
    return APPLIED_AT_START.contains(setting)
        || setting.startsWith("network.")
        || setting.startsWith("volume.");
  }

  private void configure(Target target, Guest guest, Machine machine, Progress progress) {
    Map<String, Object> form = new LinkedHashMap<>();
    putSize(form, guest, machine);
    putNetworks(form, guest, machine);
    Map<String, String> keys = putVolumes(form, guest, machine);
    putMark(form, target, guest, machine, keys);
    List<String> gone = gone(guest, machine);
    if (!gone.isEmpty()) {
      form.put("delete", String.join(",", gone));
    }
    if (form.isEmpty()) {
      return;
    }
    progress.says("configuring " + guest.word());
    HttpMethod method = guest.kind() == Kind.VM ? HttpMethod.POST : HttpMethod.PUT;
    tasks.await(
        api.call(method, guest.path("config"), form).data(),
        "configuring " + guest.word(),
        Abandoned.GOES_ON,
        progress);
  }

  private void putSize(Map<String, Object> form, Guest guest, Machine machine) {
    Map<String, String> now = GuestSettings.of(guest);
    if (!now.get("cores").equals(Long.toString(machine.cores()))) {
      form.put("cores", machine.cores());
      if (!guest.get("sockets").isEmpty() && !guest.get("sockets").equals("1")) {
        form.put("sockets", 1);
      }
    }
    if (!now.get("memory_mib").equals(Long.toString(machine.memoryMib()))) {
      form.put("memory", machine.memoryMib());
    }
    if (!guest.get("onboot").equals("1")) {
      form.put("onboot", 1);
    }
  }

  private static void putNetworks(Map<String, Object> form, Guest guest, Machine machine) {
    List<Nic> nics = machine.networks();
    for (int i = 0; i < nics.size(); i++) {
      String now = guest.get("net" + i);
      if (now.isEmpty() || !GuestSettings.nic(now).equals(nics.get(i))) {
        form.put("net" + i, GuestMaking.nic(machine, i, now));
      }
      if (machine.kind() == Kind.VM && !guest.has("ipconfig" + i)) {
        form.put("ipconfig" + i, "ip=dhcp");
      }
    }
  }

  private Map<String, String> putVolumes(Map<String, Object> form, Guest guest, Machine machine) {
    Map<String, String> keys = new LinkedHashMap<>();
    Set<String> taken = new TreeSet<>(guest.config().keySet());
    taken.addAll(guest.mark().volumes().values());
    for (Volume volume : machine.volumes()) {
      String known = guest.mark().volumes().get(volume.name());
      String key = known == null ? free(machine.kind(), taken) : known;
      taken.add(key);
      keys.put(volume.name(), key);
      putVolume(form, guest, machine, volume, key);
    }
    return keys;
  }

  private void putVolume(
      Map<String, Object> form, Guest guest, Machine machine, Volume volume, String key) {
    if (!guest.has(key)) {
      form.put(key, making.newVolume(machine, volume));
      return;
    }
    Map<String, String> now = Options.parse(guest.get(key));
    boolean readOnly = now.getOrDefault("ro", "0").equals("1");
    boolean moves =
        !now.getOrDefault("mp", "").equals(volume.path()) || readOnly != volume.readOnly();
    if (machine.kind() == Kind.CONTAINER && moves) {
      String source = now.get(Options.FIRST) + sized(now.get("size"));
      form.put(key, GuestMaking.mounted(machine, volume, source));
    }
  }

  private static String sized(String size) {
    return size == null ? "" : ",size=" + size;
  }

  private static String free(Kind kind, Set<String> taken) {
    for (int i = kind == Kind.VM ? 1 : 0; i < MOST_KEYS; i++) {
      if (!taken.contains(kind.volumes() + i)) {
        return kind.volumes() + i;
      }
    }
    throw EngineException.failed("a guest has no place for one more volume");
  }

  private void putMark(
      Map<String, Object> form,
      Target target,
      Guest guest,
      Machine machine,
      Map<String, String> keys) {
    Mark mark = Mark.of(target, machine, guest.vmid(), guest.mark().replica(), keys);
    if (!mark.equals(guest.mark())) {
      form.put("description", mark.written(guest.get("description").strip()));
    }
    if (!guest.isWhole()) {
      Set<String> tags = guest.tags();
      tags.add(Mark.TAG);
      tags.add(Mark.tag(target.blueprintId()));
      form.put("tags", String.join(";", tags));
      if (machine.kind() == Kind.VM) {
        machine.password().ifPresent(one -> form.put("cipassword", one));
        config
            .sshPublicKeys()
            .ifPresent(one -> form.put("sshkeys", GuestMaking.cloudInitKeys(one)));
      }
    }
  }

  /// A volume that is no longer wanted is taken off, and stays as an unused disk until the guest is
  /// removed.
  private static List<String> gone(Guest guest, Machine machine) {
    List<String> gone = new ArrayList<>();
    guest.mark().volumes().keySet().stream()
        .filter(name -> machine.volumes().stream().noneMatch(one -> one.name().equals(name)))
        .forEach(name -> guest.volume(name).ifPresent(gone::add));
    for (int i = machine.networks().size(); i < MOST_KEYS; i++) {
      if (guest.has("net" + i)) {
        gone.add("net" + i);
      }
    }
    return gone;
  }

  private void grow(Guest guest, Machine machine, Progress progress) {
    grow(guest, guest.firstDisk(), machine.diskGib(), progress);
    machine
        .volumes()
        .forEach(
            one ->
                guest.volume(one.name()).ifPresent(key -> grow(guest, key, one.gib(), progress)));
  }

  private void grow(Guest guest, String disk, long gib, Progress progress) {
    long there = Options.gib(guest.get(disk));
    if (there > 0 && there < gib) {
      String what = "growing %s of %s".formatted(disk, guest.word());
      progress.says(what);
      tasks.await(
          api.put(guest.path("resize"), Map.of("disk", disk, "size", gib + "G")),
          what,
          Abandoned.GOES_ON,
          progress);
    }
  }

  /// Waits until it runs.
  void start(Guest guest, Progress progress) {
    String what = "starting " + guest.word();
    progress.says(what);
    Answer answer = api.call(HttpMethod.POST, guest.path("status", "start"), Map.of());
    if (!answer.isOk() && answer.says("already running")) {
      return;
    }
    tasks.await(answer.data(), what, Abandoned.GOES_ON, progress);
    if (!guests.again(guest).running()) {
      throw EngineException.failed(guest.word() + " was started, but does not run");
    }
  }

  /// Shuts it down, and stops it where that takes too long.
  void stop(Guest guest, Progress progress) {
    if (!guest.running()) {
      return;
    }
    String what = "stopping " + guest.word();
    progress.says(what);
    Answer answer =
        api.call(
            HttpMethod.POST,
            guest.path("status", "shutdown"),
            Map.of("timeout", Math.max(1, config.shutdownTimeout().toSeconds()), "forceStop", 1));
    if (!answer.isOk() && (answer.says("not running") || Guests.isGone(answer))) {
      return;
    }
    tasks.await(answer.data(), what, Abandoned.GOES_ON, progress);
  }

  /// With all its disks. Gone already is as good.
  void remove(Guest guest, Progress progress) {
    stop(guest, progress);
    String what = "removing " + guest.word();
    progress.says(what);
    Answer answer =
        api.call(
            HttpMethod.DELETE, guest.path(), Map.of("purge", 1, "destroy-unreferenced-disks", 1));
    if (!Guests.isGone(answer)) {
      tasks.await(answer.data(), what, Abandoned.GOES_ON, progress);
    }
  }

  /// Gives the volumes of a guest to the one that takes its place; both are stopped by then.
  void handOver(Guest from, Guest to, Progress progress) {
    Set<String> taken = new TreeSet<>(to.config().keySet());
    for (Map.Entry<String, String> volume : from.mark().volumes().entrySet()) {
      if (from.has(volume.getValue())) {
        String key = to.mark().volumes().get(volume.getKey());
        String place = key == null || taken.contains(key) ? unused(taken) : key;
        taken.add(place);
        handOver(from, volume.getValue(), to, place, progress);
      }
    }
  }

  private static String unused(Set<String> taken) {
    int i = 0;
    while (taken.contains("unused" + i)) {
      i++;
    }
    return "unused" + i;
  }

  private void handOver(Guest from, String key, Guest to, String place, Progress progress) {
    String what = "moving %s of %s to %s".formatted(key, from.word(), to.word());
    progress.says(what);
    boolean vm = from.kind() == Kind.VM;
    Map<String, Object> form = new LinkedHashMap<>();
    form.put(vm ? "disk" : "volume", key);
    form.put("target-vmid", to.vmid());
    form.put(vm ? "target-disk" : "target-volume", place);
    tasks.await(
        api.post(from.path(vm ? "move_disk" : "move_volume"), form),
        what,
        Abandoned.GOES_ON,
        progress);
  }
}
