package dev.cyanotype.deployment.proxmox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The parameters of one operation, as Proxmox VE's API viewer has them, checked with the words in
/// which Proxmox VE refuses others.
final class Parameters {

  private static final String DNS =
      "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9-]+)*";
  private static final String VOLUME = "[a-z][a-z0-9-]*:(\\d+(\\.\\d+)?|[^,\\s]+)";
  private static final String MAC = "[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}";

  /// What holds of a value; empty where it is right.
  interface Check {
    Optional<String> whyNot(String value);
  }

  private final Map<String, Check> checks = new LinkedHashMap<>();
  private final Map<String, Check> required = new LinkedHashMap<>();

  static Parameters none() {
    return new Parameters();
  }

  Parameters may(String name, Check check) {
    checks.put(name, check);
    return this;
  }

  Parameters must(String name, Check check) {
    required.put(name, check);
    return may(name, check);
  }

  /// By name; empty where all is right.
  Map<String, String> errors(Map<String, String> given) {
    Map<String, String> errors = new LinkedHashMap<>();
    given.forEach(
        (name, value) ->
            check(name)
                .ifPresentOrElse(
                    check -> check.whyNot(value).ifPresent(why -> errors.put(name, why)),
                    () ->
                        errors.put(
                            name,
                            "property is not defined in schema and the schema does not allow additional"
                                + " properties")));
    required.keySet().stream()
        .filter(name -> !given.containsKey(name))
        .forEach(name -> errors.put(name, "property is missing and it is not optional"));
    return errors;
  }

  /// `net0` is checked as `net[n]`.
  private Optional<Check> check(String name) {
    return Optional.ofNullable(checks.get(name))
        .or(() -> Optional.ofNullable(checks.get(name.replaceAll("\\d+$", "[n]"))));
  }

  static Check integer(long least, long most) {
    return value -> {
      if (!value.matches("-?\\d{1,18}")) {
        return Optional.of("type check ('integer') failed - got '%s'".formatted(value));
      }
      long number = Long.parseLong(value);
      return number < least
          ? Optional.of("value must have a minimum value of " + least)
          : number > most
              ? Optional.of("value must have a maximum value of " + most)
              : Optional.empty();
    };
  }

  static Check bool() {
    return value ->
        value.matches("0|1|yes|no|on|off|true|false")
            ? Optional.empty()
            : Optional.of("type check ('boolean') failed - got '%s'".formatted(value));
  }

  static Check text(int least, int most) {
    return value ->
        value.length() < least
            ? Optional.of("value must be at least %d characters long".formatted(least))
            : value.length() > most
                ? Optional.of("value may only be %d characters long".formatted(most))
                : Optional.empty();
  }

  static Check like(String regex) {
    Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
    return value ->
        pattern.matcher(value).matches()
            ? Optional.empty()
            : Optional.of("value does not match the regex pattern");
  }

  private static Check options(String regex) {
    Check check = like(regex);
    return value ->
        check.whyNot(value).map(_ -> "invalid format - format error in '%s'".formatted(value));
  }

  static Check vmid() {
    return integer(100, 999_999_999);
  }

  static Check dnsName() {
    return value ->
        like(DNS)
            .whyNot(value)
            .map(_ -> "invalid format - value does not look like a valid DNS name");
  }

  private static Parameters common() {
    return none()
        .may("cores", integer(1, 8192))
        .may("onboot", bool())
        .may("description", text(0, 8192))
        .may("tags", like("[a-z0-9_][a-z0-9_+.;-]*"))
        .may("protection", bool())
        .may("delete", like("[a-z]+\\d*(,[a-z]+\\d*)*"))
        .may("digest", text(0, 64));
  }

  /// `PUT /nodes/{node}/lxc/{vmid}/config`
  static Parameters containerConfig() {
    return common()
        .may("hostname", dnsName())
        .may("memory", integer(16, Long.MAX_VALUE))
        .may("swap", integer(0, Long.MAX_VALUE))
        .may("rootfs", options(VOLUME + "(,(size|acl|quota|ro|shared|replicate)=[^,]+)*"))
        .may(
            "mp[n]",
            options(VOLUME + ",mp=/[^,]+(,(size|acl|backup|quota|ro|shared|replicate)=[^,]+)*"))
        .may(
            "net[n]",
            options(
                "name=eth\\d+(,(bridge=[A-Za-z][\\w.-]*|ip=(dhcp|manual)|tag=\\d{1,4}|type=veth|hwaddr="
                    + MAC
                    + "|firewall=[01]))*"))
        .may("features", options("(nesting|keyctl|fuse)=[01](,(nesting|keyctl|fuse)=[01])*"))
        .may("nameserver", text(1, 200));
  }

  /// `POST /nodes/{node}/lxc`
  static Parameters newContainer() {
    Parameters parameters =
        containerConfig()
            .must("vmid", vmid())
            .must("ostemplate", text(1, 255))
            .may("storage", text(1, 100))
            .may("password", text(5, 500))
            .may("ssh-public-keys", text(1, 10_000))
            .may("unprivileged", bool())
            .may("start", bool())
            .may("pool", text(1, 100));
    parameters.checks.remove("delete");
    parameters.checks.remove("digest");
    return parameters;
  }

  /// `POST /nodes/{node}/qemu/{vmid}/config`
  static Parameters machineConfig() {
    return common()
        .may("name", dnsName())
        .may("memory", like("\\d+|current=\\d+"))
        .may("balloon", integer(0, Long.MAX_VALUE))
        .may("sockets", integer(1, 8))
        .may("cpu", text(1, 100))
        .may("scsi[n]", options(VOLUME + "(,(size|ssd|discard|cache|iothread)=[^,]+)*"))
        .may(
            "net[n]",
            options(
                "(virtio|e1000)(="
                    + MAC
                    + ")?(,(bridge=[A-Za-z][\\w.-]*|tag=\\d{1,4}|firewall=[01]))*"))
        .may("ipconfig[n]", options("ip=(dhcp|[0-9./]+)(,gw=[0-9.]+)?"))
        .may("ciuser", text(1, 100))
        .may("cipassword", text(1, 500))
        .may("sshkeys", like("([A-Za-z0-9._~*-]|%[0-9A-F]{2})+"))
        .may("background_delay", integer(1, 30));
  }

  /// `POST /nodes/{node}/qemu/{vmid}/clone`
  static Parameters cloning() {
    return none()
        .must("newid", vmid())
        .may("name", dnsName())
        .may("description", text(0, 8192))
        .may("full", bool())
        .may("storage", text(1, 100))
        .may("format", like("raw|qcow2|vmdk"))
        .may("target", text(1, 63))
        .may("pool", text(1, 100))
        .may("snapname", text(1, 40))
        .may("bwlimit", integer(0, Long.MAX_VALUE));
  }

  /// `PUT /nodes/{node}/{kind}/{vmid}/resize`
  static Parameters resize(Kind kind) {
    return none()
        .must(
            "disk", like(kind == Kind.VM ? "(scsi|virtio|sata|ide)\\d+|efidisk0" : "rootfs|mp\\d+"))
        .must("size", like("\\+?\\d+(\\.\\d+)?[KMGT]?"))
        .may("digest", text(0, 64));
  }

  /// `POST /nodes/{node}/qemu/{vmid}/move_disk` and `…/lxc/{vmid}/move_volume`
  static Parameters move(Kind kind) {
    String one = kind == Kind.VM ? "disk" : "volume";
    String key = kind == Kind.VM ? "(scsi|virtio|sata|ide|unused)\\d+" : "rootfs|(mp|unused)\\d+";
    return none()
        .must(one, like(key))
        .may("target-" + one, like(key))
        .may("target-vmid", vmid())
        .may("storage", text(1, 100))
        .may("delete", bool())
        .may("digest", text(0, 64));
  }

  /// `POST /nodes/{node}/{kind}/{vmid}/status/shutdown`
  static Parameters shutdown() {
    return none().may("timeout", integer(0, Long.MAX_VALUE)).may("forceStop", bool());
  }

  /// `DELETE /nodes/{node}/{kind}/{vmid}`
  static Parameters destroy() {
    return none().may("purge", bool()).may("destroy-unreferenced-disks", bool());
  }
}
