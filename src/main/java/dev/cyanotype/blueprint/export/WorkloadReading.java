package dev.cyanotype.blueprint.export;

import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.cost.Size;
import dev.cyanotype.blueprint.export.Workload.Command;
import dev.cyanotype.blueprint.export.Workload.File;
import dev.cyanotype.blueprint.export.Workload.Gpu;
import dev.cyanotype.blueprint.export.Workload.HealthCheck;
import dev.cyanotype.blueprint.export.Workload.Http;
import dev.cyanotype.blueprint.export.Workload.Mount;
import dev.cyanotype.blueprint.export.Workload.Port;
import dev.cyanotype.blueprint.export.Workload.Probe;
import dev.cyanotype.blueprint.export.Workload.Program;
import dev.cyanotype.blueprint.export.Workload.Replicas;
import dev.cyanotype.blueprint.export.Workload.Tcp;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads a resource's specs, in each of the ways in which blueprints write them.
final class WorkloadReading {

  private static final int MOST_REPLICAS = 100_000;
  private static final int LONGEST_PATH = 100;
  private static final Pattern PORT =
      Pattern.compile("(?:(?:[0-9.]+:)?(\\d{1,5}):)?(\\d{1,5})(?:/(tcp|udp|sctp))?");
  private static final Pattern MODE = Pattern.compile("0?[0-7]{3}");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)?");
  private static final Pattern MOUNT = Pattern.compile("([^:]+)(?::(/[^:]*))?(?::(ro|rw))?");
  private static final Pattern ENV_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,199}");
  private static final Pattern REFERENCE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Resource resource;
  private final Map<String, Object> specs;
  private final Notes notes;

  private WorkloadReading(Resource resource, Notes notes) {
    this.resource = resource;
    this.specs = resource.specs();
    this.notes = notes;
  }

  static Workload of(Resource resource, Notes notes) {
    return new WorkloadReading(resource, notes).read();
  }

  private Workload read() {
    List<Port> ports = ports();
    return new Workload(
        resource,
        text("image"),
        command(),
        Size.of(specs),
        replicas(),
        ports,
        env(),
        mounts(),
        files(),
        networks(),
        healthCheck(ports),
        gpu(),
        text("role").orElse(""),
        texts(specs.get("technology")),
        version(),
        Boolean.TRUE.equals(specs.get("privileged")),
        Boolean.TRUE.equals(specs.get("read_only")),
        Optional.ofNullable(specs.get("user")).map(Object::toString));
  }

  private Optional<String> text(String key) {
    return specs.get(key) instanceof String text && !text.isBlank()
        ? Optional.of(text.strip())
        : Optional.empty();
  }

  private Optional<String> version() {
    return Optional.ofNullable(specs.get("version"))
        .filter(value -> value instanceof String || value instanceof Number)
        .map(Object::toString);
  }

  private static List<String> texts(Object value) {
    return switch (value) {
      case String text -> List.of(text);
      case List<?> list ->
          list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
      case null, default -> List.of();
    };
  }

  private List<String> command() {
    return specs.get("command") instanceof String line
        ? List.of("/bin/sh", "-c", line)
        : texts(specs.get("command"));
  }

  private Replicas replicas() {
    Map<?, ?> bounds = specs.get("autoscaling") instanceof Map<?, ?> map ? map : specs;
    OptionalInt min = count(bounds, "min", "min_replicas");
    OptionalInt max = count(bounds, "max", "max_replicas");
    int shards = count(specs, "shards").orElse(1);
    int fixed = count(specs, "replicas", "nodes", "brokers").orElse(1);
    boolean scaled = min.isPresent() && max.isPresent() && max.getAsInt() >= min.getAsInt();
    return scaled
        ? new Replicas(min.getAsInt(), max.getAsInt(), percent(bounds.get("target_cpu_percent")))
        : new Replicas(product(fixed, shards), product(fixed, shards), OptionalInt.empty());
  }

  private static int product(int a, int b) {
    return (int) Math.min((long) a * b, MOST_REPLICAS);
  }

  private static OptionalInt percent(Object value) {
    return value instanceof Number number && number.intValue() >= 1 && number.intValue() <= 100
        ? OptionalInt.of(number.intValue())
        : OptionalInt.empty();
  }

  private static OptionalInt count(Map<?, ?> map, String... keys) {
    return Stream.of(keys)
        .map(map::get)
        .filter(value -> value instanceof Number number && number.doubleValue() > 0)
        .mapToInt(value -> whole((Number) value))
        .findFirst();
  }

  /// Upwards to a whole number, at most [#MOST_REPLICAS].
  private static int whole(Number number) {
    return Double.isInfinite(number.doubleValue())
        ? MOST_REPLICAS
        : new BigDecimal(number.toString())
            .min(BigDecimal.valueOf(MOST_REPLICAS))
            .setScale(0, RoundingMode.CEILING)
            .intValue();
  }

  private List<Port> ports() {
    List<Port> ports = new ArrayList<>();
    Stream.of("ports", "port")
        .map(specs::get)
        .flatMap(WorkloadReading::items)
        .forEach(
            value ->
                port(value)
                    .ifPresentOrElse(
                        ports::add, () -> notes.warn(resource, "port not understood: " + value)));
    return ports.stream().distinct().toList();
  }

  private static Stream<?> items(Object value) {
    return switch (value) {
      case null -> Stream.empty();
      case List<?> list -> list.stream();
      default -> Stream.of(value);
    };
  }

  private static Optional<Port> port(Object value) {
    return switch (value) {
      case Integer number -> port(number.toString());
      case String text -> port(text);
      case Map<?, ?> map -> port(map);
      default -> Optional.empty();
    };
  }

  private static Optional<Port> port(String text) {
    Matcher matcher = PORT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    OptionalInt host =
        matcher.group(1) == null
            ? OptionalInt.empty()
            : OptionalInt.of(Integer.parseInt(matcher.group(1)));
    return port(Integer.parseInt(matcher.group(2)), host, matcher.group(3));
  }

  private static Optional<Port> port(Map<?, ?> map) {
    OptionalInt container = number(map, "container", "container_port", "target", "port");
    OptionalInt host = number(map, "host", "host_port", "published");
    return container.isEmpty()
        ? Optional.empty()
        : port(container.getAsInt(), host, map.get("protocol") instanceof String p ? p : null);
  }

  private static Optional<Port> port(int container, OptionalInt host, String protocol) {
    String known = protocol == null ? "tcp" : protocol.toLowerCase(java.util.Locale.ROOT);
    boolean isOne = Set.of("tcp", "udp", "sctp").contains(known);
    return isOne && isPort(container) && (host.isEmpty() || isPort(host.getAsInt()))
        ? Optional.of(new Port(container, host, known))
        : Optional.empty();
  }

  private static boolean isPort(int number) {
    return number >= 1 && number <= 65535;
  }

  private static OptionalInt number(Map<?, ?> map, String... keys) {
    return Stream.of(keys)
        .map(map::get)
        .filter(Integer.class::isInstance)
        .mapToInt(Integer.class::cast)
        .findFirst();
  }

  /// What looks like a secret becomes a reference to one of its name, unless it may stay.
  private Map<String, EnvText> env() {
    Map<String, EnvText> env = new LinkedHashMap<>();
    Stream.of("env", "environment").map(specs::get).forEach(value -> addAll(env, value));
    return env;
  }

  private void addAll(Map<String, EnvText> env, Object value) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, text) -> add(env, name.toString(), text));
    } else {
      for (Object item : items(value).toList()) {
        int at = item.toString().indexOf('=');
        String name = at < 0 ? item.toString() : item.toString().substring(0, at);
        add(env, name, at < 0 ? "${" + name + "}" : item.toString().substring(at + 1));
      }
    }
  }

  private void add(Map<String, EnvText> env, String name, Object value) {
    boolean isScalar =
        value instanceof String || value instanceof Number || value instanceof Boolean;
    if (!ENV_NAME.matcher(name).matches() || !isScalar) {
      notes.warn(resource, "environment variable left out, its name or value is none: " + name);
      return;
    }
    EnvText text = EnvText.of(value.toString());
    boolean isKept = !notes.keepsSecrets() && InlineSecrets.isSecret(name, value.toString());
    env.put(name, isKept ? kept(name) : text);
  }

  private EnvText kept(String name) {
    String reference =
        REFERENCE_NAME.matcher(name).matches() ? name : name.replaceAll("[^A-Za-z0-9_]", "_");
    notes.warn(
        resource, "the value of " + name + " is a secret and left out; give it as " + reference);
    return EnvText.reference(reference);
  }

  private List<Mount> mounts() {
    List<Mount> mounts = new ArrayList<>();
    items(specs.get("volumes"))
        .forEach(
            value ->
                mount(value)
                    .ifPresentOrElse(
                        mounts::add,
                        () -> notes.warn(resource, "volume not understood: " + value)));
    config("volume")
        .filter(name -> mounts.stream().noneMatch(mount -> mount.storage().equals(name)))
        .ifPresent(name -> mounts.add(new Mount(name, Optional.empty(), false)));
    return mounts;
  }

  private static Optional<Mount> mount(Object value) {
    if (value instanceof Map<?, ?> map) {
      return named(map, "name", "source", "volume", "storage")
          .map(
              name ->
                  new Mount(
                      name,
                      named(map, "path", "target", "mount_path")
                          .filter(path -> path.startsWith("/")),
                      Boolean.TRUE.equals(map.get("read_only"))));
    }
    Matcher matcher = MOUNT.matcher(value.toString());
    return matcher.matches()
        ? Optional.of(
            new Mount(
                matcher.group(1),
                Optional.ofNullable(matcher.group(2)),
                "ro".equals(matcher.group(3))))
        : Optional.empty();
  }

  private List<File> files() {
    List<File> files = new ArrayList<>();
    items(specs.get("files"))
        .forEach(
            value ->
                file(value)
                    .ifPresentOrElse(
                        files::add, () -> notes.warn(resource, "file not understood: " + value)));
    return files;
  }

  private static Optional<File> file(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return Optional.empty();
    }
    return named(map, "path")
        .filter(path -> path.startsWith("/") && path.length() <= LONGEST_PATH)
        .flatMap(path -> named(map, "content").map(content -> new File(path, content, mode(map))));
  }

  private static OptionalInt mode(Map<?, ?> map) {
    return map.get("mode") instanceof String mode && MODE.matcher(mode).matches()
        ? OptionalInt.of(Integer.parseInt(mode, 8))
        : OptionalInt.empty();
  }

  private static Optional<String> named(Map<?, ?> map, String... keys) {
    return Stream.of(keys)
        .map(map::get)
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .findFirst();
  }

  private Optional<String> config(String key) {
    return specs.get("config") instanceof Map<?, ?> config && config.get(key) instanceof String text
        ? Optional.of(text)
        : Optional.empty();
  }

  private List<String> networks() {
    Set<String> networks = new LinkedHashSet<>(texts(specs.get("network")));
    networks.addAll(texts(specs.get("networks")));
    if (specs.get("config") instanceof Map<?, ?> config) {
      networks.addAll(texts(config.get("additional_networks")));
    }
    return List.copyOf(networks);
  }

  private Optional<HealthCheck> healthCheck(List<Port> ports) {
    if (!(specs.get("health_check") instanceof Map<?, ?> check)) {
      return Optional.empty();
    }
    Optional<Probe> probe = probe(check, ports);
    if (probe.isEmpty()) {
      notes.warn(resource, "health check left out: it needs a type of http, tcp or command");
    }
    return probe.map(
        found ->
            new HealthCheck(
                found,
                duration(check.get("interval")),
                duration(check.get("timeout")),
                count(check, "retries")));
  }

  private Optional<Probe> probe(Map<?, ?> check, List<Port> ports) {
    OptionalInt port = number(check, "port");
    OptionalInt any =
        port.isPresent() ? port : ports.stream().mapToInt(Port::container).findFirst();
    OptionalInt at = any.isPresent() && isPort(any.getAsInt()) ? any : OptionalInt.empty();
    String type = String.valueOf(check.get("type"));
    if (type.equals("command")) {
      return command(check.get("command"));
    }
    return at.isEmpty() ? Optional.empty() : networkProbe(type, check, at.getAsInt());
  }

  private Optional<Probe> networkProbe(String type, Map<?, ?> check, int port) {
    return switch (type) {
      case "http" -> Optional.of(http(check, port));
      case "https" -> Optional.of(new Http(path(check), port, true));
      case "tcp" -> Optional.of(new Tcp(port));
      default -> Optional.empty();
    };
  }

  private Http http(Map<?, ?> check, int port) {
    boolean tls = items(specs.get("listeners")).anyMatch(listener -> isTls(listener, port));
    return new Http(path(check), port, tls || Boolean.TRUE.equals(check.get("tls")));
  }

  private static boolean isTls(Object listener, int port) {
    return listener instanceof Map<?, ?> map
        && Integer.valueOf(port).equals(map.get("port"))
        && Boolean.TRUE.equals(map.get("tls"));
  }

  private static String path(Map<?, ?> check) {
    return check.get("path") instanceof String path && path.startsWith("/") ? path : "/";
  }

  /// As the workload's own command: a text is for a shell, a list is not.
  private static Optional<Probe> command(Object command) {
    List<String> words = texts(command);
    if (String.join("", words).isBlank()) {
      return Optional.empty();
    }
    return Optional.of(command instanceof String line ? new Command(line) : new Program(words));
  }

  private static Optional<Duration> duration(Object value) {
    Matcher matcher = DURATION.matcher(String.valueOf(value));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    Duration duration =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          case null, default -> Duration.ofSeconds(amount);
        };
    return Optional.of(duration).filter(Duration::isPositive);
  }

  private Optional<Gpu> gpu() {
    return switch (specs.get("gpu")) {
      case Map<?, ?> card ->
          Optional.of(new Gpu(count(card, "count").orElse(1), named(card, "model")));
      case Number number when number.doubleValue() > 0 ->
          Optional.of(new Gpu(whole(number), Optional.empty()));
      case null, default -> Optional.empty();
    };
  }
}
