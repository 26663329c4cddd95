package dev.cyanotype.deployment.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Provider;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.deployment.ActualResource;
import dev.cyanotype.deployment.Engine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The daemon at `DOCKER_HOST`, and an image for it that is made of this machine's BusyBox.
final class TestingDocker {

  static final String REPOSITORY = "cyanotype-test/busybox";
  static final String IMAGE = REPOSITORY + ":1";

  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final List<String> APPLETS =
      List.of("sh", "sleep", "httpd", "wget", "nc", "cat", "touch", "yes", "head", "timeout");

  private TestingDocker() {}

  /// Short of patience, so that tests are quick.
  record Config(
      Optional<String> host,
      Optional<String> tlsVerify,
      Optional<Path> certPath,
      Duration timeout,
      Duration startPeriod,
      boolean allowHostAccess)
      implements DockerConfig {

    static Config at(String host) {
      return new Config(
          Optional.of(host),
          Optional.empty(),
          Optional.empty(),
          Duration.ofSeconds(20),
          Duration.ZERO,
          false);
    }

    Config within(Duration time) {
      return new Config(host, tlsVerify, certPath, time, startPeriod, allowHostAccess);
    }

    Config withOpenHost() {
      return new Config(host, tlsVerify, certPath, timeout, startPeriod, true);
    }

    @Override
    public Duration pullTimeout() {
      return Duration.ofSeconds(20);
    }

    @Override
    public Duration settle() {
      return Duration.ofMillis(300);
    }

    @Override
    public Duration stopTimeout() {
      return Duration.ZERO;
    }
  }

  static Config config() {
    return Config.at(
        Objects.requireNonNullElse(System.getenv("DOCKER_HOST"), DockerAddress.DEFAULT));
  }

  static DockerEngine engine() {
    return engine(Map.of());
  }

  static DockerEngine engine(Map<String, String> secrets) {
    return new DockerEngine(config(), name -> Optional.ofNullable(secrets.get(name)));
  }

  static DockerEngine engine(DockerConfig config) {
    return new DockerEngine(config, _ -> Optional.empty());
  }

  static DockerApi api() {
    DockerAddress.Unix address = (DockerAddress.Unix) DockerAddress.of(config());
    return new DockerApi(
        address.toString(), new UnixTransport(address.socket()), Duration.ofSeconds(20));
  }

  /// Whether a daemon answers, and there is something to run in it.
  static boolean isThere() {
    String host = System.getenv("DOCKER_HOST");
    return host != null
        && host.startsWith("unix:")
        && Files.isReadable(BUSYBOX)
        && engine().unavailable().isEmpty();
  }

  static void importImage() throws IOException {
    Path socket = ((DockerAddress.Unix) DockerAddress.of(config())).socket();
    String query =
        DockerApi.query(
            Map.of(
                "fromSrc", "-",
                "repo", REPOSITORY,
                "tag", "1",
                "changes", "CMD [\"/bin/httpd\",\"-f\",\"-p\",\"8080\",\"-h\",\"/www\"]"));
    int status =
        new UnixTransport(socket)
            .exchange(
                new Transport.Call(
                    "POST", "/images/create" + query, image(), Duration.ofSeconds(20)),
                (answer, body) -> {
                  body.readAllBytes();
                  return answer;
                });
    assertThat(status).as("import of the image").isEqualTo(200);
  }

  private static byte[] image() throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    for (String folder : List.of("bin/", "tmp/", "etc/", "www/")) {
      entry(tar, folder, '5', "", new byte[0]);
    }
    entry(tar, "bin/busybox", '0', "", Files.readAllBytes(BUSYBOX));
    for (String applet : APPLETS) {
      entry(tar, "bin/" + applet, '2', "busybox", new byte[0]);
    }
    entry(tar, "www/index.html", '0', "", "it works".getBytes(StandardCharsets.US_ASCII));
    tar.write(new byte[1024]);
    return tar.toByteArray();
  }

  /// POSIX ustar.
  private static void entry(
      ByteArrayOutputStream tar, String name, char type, String link, byte[] content) {
    byte[] head = new byte[512];
    put(head, 0, name);
    put(head, 100, "0000755\0");
    put(head, 108, "0000000\0");
    put(head, 116, "0000000\0");
    put(head, 124, "%011o\0".formatted(content.length));
    put(head, 136, "00000000000\0");
    put(head, 148, "        ");
    head[156] = (byte) type;
    put(head, 157, link);
    put(head, 257, "ustar\00000");
    int sum = 0;
    for (byte one : head) {
      sum += one & 0xff;
    }
    put(head, 148, "%06o\0 ".formatted(sum));
    tar.writeBytes(head);
    tar.writeBytes(content);
    tar.writeBytes(new byte[(512 - content.length % 512) % 512]);
  }

  private static void put(byte[] head, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, head, at, bytes.length);
  }

  static void removeImage() {
    api().delete("/images/" + IMAGE + "?force=true");
  }

  /// Containers first, then what they are in.
  static void deleteAll(Engine engine, String blueprintId) {
    engine.actual(blueprintId).stream()
        .sorted(Comparator.comparingInt(TestingDocker::order))
        .forEach(one -> engine.delete(one, _ -> {}));
  }

  private static int order(ActualResource resource) {
    return switch (resource.type()) {
      case COMPUTE, SERVICE -> 0;
      case NETWORK, STORAGE -> 1;
    };
  }

  /// Names of a blueprint's containers, running or not.
  static List<String> containers(String blueprintId) {
    String filter = "{\"label\":[\"%s=%s\"]}".formatted("cyanotype.blueprint-id", blueprintId);
    String query = DockerApi.query(Map.of("all", "true", "filters", filter));
    List<String> names = new ArrayList<>();
    api()
        .get("/containers/json" + query)
        .body()
        .forEach(one -> names.add(one.at("/Names/0").asText().substring(1)));
    return names.stream().sorted().toList();
  }

  static JsonNode inspect(String container) {
    return api().get("/containers/" + container + "/json").body();
  }

  /// What a command in a container writes.
  static String exec(String container, String... command) throws IOException {
    ObjectNode body = DockerApi.JSON.createObjectNode().put("AttachStdout", true);
    body.put("AttachStderr", true).set("Cmd", DockerApi.JSON.valueToTree(List.of(command)));
    DockerApi api = api();
    String id = api.post("/containers/" + container + "/exec", body).body().path("Id").asText();
    Path socket = ((DockerAddress.Unix) DockerAddress.of(config())).socket();
    return new UnixTransport(socket)
        .exchange(
            new Transport.Call(
                "POST",
                "/exec/" + id + "/start",
                "{\"Detach\":false,\"Tty\":true}".getBytes(StandardCharsets.US_ASCII),
                Duration.ofSeconds(10)),
            (_, answer) -> new String(answer.readAllBytes(), StandardCharsets.UTF_8));
  }

  static Resource service(String name, Map<String, Object> specs, String... dependencies) {
    Map<String, Object> all = new java.util.LinkedHashMap<>(specs);
    all.putIfAbsent("image", IMAGE);
    return resource(ResourceType.SERVICE, name, all, dependencies);
  }

  static Resource resource(
      ResourceType type, String name, Map<String, Object> specs, String... dependencies) {
    return new Resource(type, name, Provider.DOCKER, specs, List.of(dependencies));
  }

  static Blueprint blueprint(String name, Resource... resources) {
    return new Blueprint(Blueprint.VERSION, name, "A test", List.of(resources), Map.of());
  }
}
