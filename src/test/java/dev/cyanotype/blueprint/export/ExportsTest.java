package dev.cyanotype.blueprint.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.bertramlabs.plugins.hcl4j.HCLParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.BlueprintCodec;
import dev.cyanotype.blueprint.BundledYaml;
import dev.cyanotype.blueprint.Provider;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.blueprint.YamlDocument;
import dev.cyanotype.blueprint.validation.CheckedBlueprint;
import dev.cyanotype.deploy.Manifests;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportsTest {

  static final List<String> TEMPLATES = BundledYaml.IDS;

  private static final ObjectMapper JSON = new ObjectMapper();

  /// What would end a text, a line, a block or a template in one of the formats.
  private static final String HOSTILE =
      "a\"'`\\ \n}\n]  # ${x} %{if} $(y) $${z} {{w}} <b>&amp; --> end; \u2028\u0085\u0000\t: - |";

  @ParameterizedTest
  @FieldSource("TEMPLATES")
  void composeKeepsToItsSchema(String template) {
    composeIsValid(export(Format.COMPOSE, template(template)));
  }

  @ParameterizedTest
  @FieldSource("TEMPLATES")
  void kubernetesHasOnlyFieldsOfTheApi(String template) {
    Blueprint blueprint = template(template);
    List<HasMetadata> manifests = Manifests.read(export(Format.KUBERNETES, blueprint).content());

    assertThat(runners(manifests)).hasSameSizeAs(workloads(blueprint));
    assertThat(manifests)
        .extracting(one -> one.getKind() + " " + one.getMetadata().getName())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @FieldSource("TEMPLATES")
  void terraformParses(String template) throws Exception {
    Blueprint blueprint = template(template);
    Map<String, Object> file = hcl(export(Format.TERRAFORM, blueprint));

    assertThat(machines(file)).hasSameSizeAs(workloads(blueprint));
    Map<?, ?> terraform = (Map<?, ?>) first(file.get("terraform"));
    assertThat(terraform.get("required_version")).isEqualTo(">= 1.5.0");
    assertThat((Map<?, ?>) first(terraform.get("required_providers"))).isNotEmpty();
  }

  @ParameterizedTest
  @FieldSource("TEMPLATES")
  void graphsHaveEveryResourceAndDependency(String template) {
    Blueprint blueprint = template(template);
    long edges = blueprint.resources().stream().mapToLong(one -> one.dependencies().size()).sum();

    String mermaid = export(Format.MERMAID, blueprint).content();
    String dot = export(Format.DOT, blueprint).content();

    assertThat(mermaid).satisfies(ExportsTest::mermaidIsWellFormed);
    assertThat(dot).satisfies(ExportsTest::dotIsWellFormed);
    assertThat(mermaid.lines().filter(line -> line.contains(" --> "))).hasSize((int) edges);
    assertThat(dot.lines().filter(line -> line.contains(" -> "))).hasSize((int) edges);
    assertThat(blueprint.resources())
        .allSatisfy(one -> assertThat(mermaid).contains("\"" + one.name() + ": "));
  }

  @ParameterizedTest
  @FieldSource("TEMPLATES")
  void graphvizReadsTheGraph(String template) throws Exception {
    Assumptions.assumeTrue(isThere("dot"), "Graphviz is not installed");

    assertThat(run(export(Format.DOT, template(template)).content(), "dot", "-Tplain"))
        .startsWith("graph ");
  }

  @ParameterizedTest
  @FieldSource("TEMPLATES")
  void theBlueprintItselfComesBack(String template) throws IOException {
    Blueprint blueprint = template(template);
    Export yaml = export(Format.YAML, blueprint);
    Export json = export(Format.JSON, blueprint);

    assertThat(CheckedBlueprint.fromYaml(yaml.content()).blueprint()).contains(blueprint);
    assertThat(CheckedBlueprint.fromTree(JSON.readValue(json.content(), Map.class)).blueprint())
        .contains(blueprint);
    assertThat(yaml.warnings()).isEmpty();
    assertThat(json.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple-web-app", "observability-stack", "ml-training"})
  void dockerComposeTakesTheFile(String template, @TempDir Path dir) throws Exception {
    Assumptions.assumeTrue(isThere("docker-compose"), "docker-compose is not installed");
    String content = export(Format.COMPOSE, template(template)).content();
    Path file = Files.writeString(dir.resolve("compose.yaml"), forOldCompose(content));

    assertThat(run("", "docker-compose", "-p", "x", "-f", file.toString(), "config"))
        .contains("services:");
  }

  @Test
  void everySpecIsExpressedOrNamedInAWarning() {
    Blueprint blueprint =
        blueprint(
            resource(
                ResourceType.SERVICE,
                "web",
                Map.of("image", "web:1", "made_up", 1, "config", Map.of("depth", 2))),
            resource(ResourceType.STORAGE, "disk", Map.of("size", "1GB", "colour", "red")),
            resource(ResourceType.NETWORK, "cdn", Map.of("kind", "cdn")));

    assertThat(Stream.of(Format.COMPOSE, Format.KUBERNETES, Format.TERRAFORM))
        .allSatisfy(
            format -> {
              Export export = export(format, blueprint);
              String warnings = export.warnings().toString();
              assertThat(warnings).contains("made_up", "colour", "cdn");
              assertThat(export.content())
                  .contains(export.warnings().stream().map(one -> "# - " + one).toList());
            });
    assertThat(export(Format.COMPOSE, blueprint).warnings().toString()).contains("config.depth");
  }

  @Test
  void composeHasWhatTheSpecsSay() {
    Map<String, Object> specs = new LinkedHashMap<>();
    specs.put("image", "web:1");
    specs.put("command", List.of("serve", "--price", "$5"));
    specs.put("cpu", "500m");
    specs.put("memory", "512MB");
    specs.put("replicas", 1);
    specs.put("ports", List.of("8080:80", "9000/udp", Map.of("container", 5000)));
    specs.put("env", Map.of("URL", "http://${HOST}/$1"));
    specs.put("volumes", List.of("disk:/data:ro"));
    specs.put("gpu", 2);
    specs.put("user", 1000);
    JsonNode service = compose(web(specs)).at("/services/web");

    assertThat(service.at("/command/2").asText()).isEqualTo("$$5");
    assertThat(service.at("/deploy/resources/limits/cpus").asText()).isEqualTo("0.5");
    assertThat(service.at("/deploy/resources/limits/memory").asText()).isEqualTo("512M");
    assertThat(service.at("/deploy/resources/reservations/devices/0/count").asInt()).isEqualTo(2);
    assertThat(service.at("/ports/0").asText()).isEqualTo("8080:80");
    assertThat(service.at("/expose").toString()).isEqualTo("[\"9000/udp\",\"5000\"]");
    assertThat(service.at("/environment/URL").asText()).isEqualTo("http://${HOST}/$$1");
    assertThat(service.at("/volumes/0/target").asText()).isEqualTo("/data");
    assertThat(service.at("/volumes/0/read_only").asBoolean()).isTrue();
    assertThat(service.at("/user").asText()).isEqualTo("1000");
  }

  @Test
  void anImageThatNobodyNamedHasToBeGiven() {
    Blueprint blueprint = web(Map.of("cpu", 1));

    assertThat(compose(blueprint).at("/services/web/image").asText())
        .isEqualTo("${WEB_IMAGE:?set it to the image to run}");
    assertThat(export(Format.TERRAFORM, blueprint).content())
        .contains("variable \"web_image\"", "name = var.web_image");
    assertThat(export(Format.KUBERNETES, blueprint).warnings().toString())
        .contains("no image in the blueprint");
  }

  @Test
  void referencesStayReferencesAndSecretsAreNeverWritten() throws Exception {
    Map<String, Object> env = new LinkedHashMap<>();
    env.put("DB_PASSWORD", "hunter2-inline");
    env.put("API_KEY", "${VAULT_KEY}");
    env.put("URL", "postgres://app:${VAULT_KEY}@db/app");
    Blueprint blueprint =
        web(
            Map.of(
                "image",
                "web:1",
                "env",
                env,
                "config",
                Map.of("admin_password", "hunter2-inline")));

    assertThat(Stream.of(Format.COMPOSE, Format.KUBERNETES, Format.TERRAFORM))
        .allSatisfy(
            format -> {
              Export export = export(format, blueprint);
              assertThat(export.content()).doesNotContain("hunter2-inline");
              assertThat(export.warnings().toString())
                  .contains("the value of DB_PASSWORD is a secret");
            });
    JsonNode environment = compose(blueprint).at("/services/web/environment");
    assertThat(environment.path("DB_PASSWORD").asText()).isEqualTo("${DB_PASSWORD}");
    assertThat(environment.path("URL").asText()).isEqualTo("postgres://app:${VAULT_KEY}@db/app");

    Map<String, EnvVar> pod = env(export(Format.KUBERNETES, blueprint));
    assertThat(pod.get("API_KEY").getValueFrom().getSecretKeyRef().getKey()).isEqualTo("VAULT_KEY");
    assertThat(pod.get("URL").getValue()).isEqualTo("postgres://app:$(VAULT_KEY)@db/app");
    assertThat(List.copyOf(pod.keySet()).indexOf("VAULT_KEY"))
        .isLessThan(List.copyOf(pod.keySet()).indexOf("URL"));

    Export terraform = export(Format.TERRAFORM, blueprint);
    assertThat(terraform.content()).contains("\"URL=postgres://app:${var.VAULT_KEY}@db/app\"");
    assertThat(variables(hcl(terraform)).get("VAULT_KEY")).containsEntry("sensitive", true);
  }

  @Test
  void namesThatBecomeEqualStayTwo() throws Exception {
    Blueprint blueprint =
        blueprint(
            resource(ResourceType.SERVICE, "Web.App", Map.of("image", "a:1", "ports", List.of(80))),
            resource(ResourceType.SERVICE, "web-app", Map.of("image", "b:1", "ports", List.of(80))),
            resource(ResourceType.SERVICE, "1web", Map.of("image", "c:1")));

    Export kubernetes = export(Format.KUBERNETES, blueprint);
    assertThat(runners(Manifests.read(kubernetes.content())))
        .extracting(one -> one.getMetadata().getName())
        .containsExactly("web-app", "web-app-2", "x-1web");
    assertThat(kubernetes.warnings())
        .contains(
            new Warning(null, "'web-app' is called 'web-app-2' here, since 'web-app' is taken"));
    Export terraform = export(Format.TERRAFORM, blueprint);
    assertThat(machines(hcl(terraform)))
        .containsExactlyInAnyOrder("web_app", "web_app_2", "x_1web");
    assertThat(terraform.warnings().toString()).contains("'web_app' is taken");
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void nothingBreaksOut(Format format) throws Exception {
    Export export = export(format, hostile());

    switch (format) {
      case COMPOSE -> {
        composeIsValid(export);
        JsonNode service = compose(hostile()).at("/services/web");
        assertThat(service.at("/environment/TEXT").asText().replace("$$", "$")).isEqualTo(HOSTILE);
        assertThat(service.at("/image").asText().replace("$$", "$")).isEqualTo(HOSTILE.strip());
        assertThat(names(compose(hostile()).path("services"))).containsExactly("web");
      }
      case KUBERNETES -> {
        assertThat(runners(Manifests.read(export.content()))).hasSize(1);
        assertThat(expanded(env(export).get("TEXT").getValue())).isEqualTo(HOSTILE);
      }
      case TERRAFORM -> {
        assertThat(machines(hcl(export))).containsExactly("web");
        assertThat(export.content())
            .contains("TEXT=a\\\"'`\\\\ \\n}\\n]  # ${var.x} \\u0025{if} $(y) \\u0024");
        assertThat(export.content().lines().filter(line -> !line.startsWith("#")))
            .allSatisfy(line -> assertThat(line).doesNotContain("${x}", "%{if}"));
      }
      case MERMAID -> mermaidIsWellFormed(export.content());
      case DOT -> dotIsWellFormed(export.content());
      case YAML ->
          assertThat(YamlDocument.parse(export.content()).tree())
              .isEqualTo(BlueprintCodec.toTree(hostile()));
      case JSON -> assertThat(JSON.readTree(export.content()).at("/resources")).hasSize(2);
    }
    assertThat(export.fileName()).matches("[A-Za-z0-9._-]+");
  }

  @Test
  void graphvizReadsHostileLabels() throws Exception {
    Assumptions.assumeTrue(isThere("dot"), "Graphviz is not installed");

    assertThat(run(export(Format.DOT, hostile()).content(), "dot", "-Tplain").lines())
        .filteredOn(line -> line.startsWith("node "))
        .hasSize(2);
  }

  @Test
  void policiesLetInWhatTheFirewallAllows() {
    List<NetworkPolicy> policies =
        Manifests.read(export(Format.KUBERNETES, template("zero-trust-network")).content()).stream()
            .filter(NetworkPolicy.class::isInstance)
            .map(NetworkPolicy.class::cast)
            .toList();
    NetworkPolicy siem =
        policies.stream()
            .filter(one -> one.getMetadata().getName().equals("siem"))
            .findFirst()
            .orElseThrow();

    assertThat(policies).hasSameSizeAs(workloads(template("zero-trust-network")));
    assertThat(siem.getSpec().getIngress())
        .singleElement()
        .satisfies(
            ingress -> {
              assertThat(ingress.getPorts().getFirst().getPort().getIntVal()).isEqualTo(1514);
              assertThat(ingress.getFrom()).hasSizeGreaterThan(5);
            });
  }

  @Test
  void onlyWhatTheFirewallOpensIsPublished() {
    List<HasMetadata> manifests =
        Manifests.read(export(Format.KUBERNETES, template("simple-web-app")).content());

    assertThat(manifests.stream().filter(Service.class::isInstance).map(Service.class::cast))
        .filteredOn(one -> "LoadBalancer".equals(one.getSpec().getType()))
        .extracting(one -> one.getMetadata().getName())
        .containsExactly("load-balancer");
    assertThat(compose(template("simple-web-app")).at("/services/load-balancer/ports"))
        .extracting(JsonNode::asText)
        .containsExactly("80:80", "443:443");
  }

  /// Whatever stands in the specs, there is a file in each format.
  @Test
  void mutatedBlueprintsAreExportedToo() {
    Random random = new Random(20260);
    List<Object> junk = new ArrayList<>();
    junk.addAll(List.of(HOSTILE, "", -1, 0, 1e300, Long.MAX_VALUE, true, List.of(), Map.of()));
    junk.addAll(List.of(List.of(HOSTILE, 3, Map.of("name", "x")), Map.of("type", "http"), "8Gi"));
    for (int i = 0; i < 60; i++) {
      Blueprint blueprint = mutated(template(TEMPLATES.get(i % TEMPLATES.size())), random, junk);
      for (Format format : Format.values()) {
        Export export = export(format, blueprint);
        switch (format) {
          case COMPOSE -> YamlDocument.parse(export.content());
          case KUBERNETES -> Manifests.read(export.content());
          case MERMAID -> mermaidIsWellFormed(export.content());
          case DOT -> dotIsWellFormed(export.content());
          case TERRAFORM, YAML, JSON -> assertThat(export.content()).isNotBlank();
        }
      }
    }
  }

  private static Blueprint mutated(Blueprint blueprint, Random random, List<Object> junk) {
    return blueprint.withResources(
        blueprint.resources().stream()
            .map(
                resource -> {
                  Map<String, Object> specs = new LinkedHashMap<>(resource.specs());
                  List<String> keys = new ArrayList<>(specs.keySet());
                  keys.addAll(List.of("env", "volumes", "gpu", "domain", "user", "command"));
                  for (int i = 0; i < 3; i++) {
                    specs.put(
                        keys.get(random.nextInt(keys.size())),
                        junk.get(random.nextInt(junk.size())));
                  }
                  return resource.withSpecs(specs);
                })
            .toList());
  }

  private static Blueprint hostile() {
    Map<String, Object> specs = new LinkedHashMap<>();
    specs.put("image", HOSTILE);
    specs.put("env", Map.of("TEXT", HOSTILE));
    specs.put("command", List.of(HOSTILE));
    specs.put("health_check", Map.of("type", "command", "command", HOSTILE));
    specs.put("volumes", List.of(Map.of("name", "disk" + HOSTILE, "path", "/" + HOSTILE)));
    specs.put("user", HOSTILE);
    specs.put("version", HOSTILE);
    specs.put("role", HOSTILE);
    specs.put("os", HOSTILE);
    specs.put("domain", HOSTILE);
    specs.put("technology", List.of(HOSTILE));
    specs.put("key " + HOSTILE, HOSTILE);
    specs.put("config", Map.of(HOSTILE, HOSTILE));
    Resource network =
        resource(ResourceType.NETWORK, "net", Map.of("cidr", HOSTILE, "role", HOSTILE));
    return new Blueprint(
        Blueprint.VERSION,
        "hostile",
        HOSTILE,
        List.of(resource(ResourceType.SERVICE, "web", specs), network),
        Map.of("note", HOSTILE));
  }

  private static void composeIsValid(Export export) {
    ObjectNode file = (ObjectNode) tree(export.content());
    assertThat(file.remove("name").asText()).matches("[a-z0-9][a-z0-9_-]*");
    assertThat(composeSchema().validate(file)).isEmpty();
  }

  private static JsonSchema composeSchema() {
    try (InputStream schema = ExportsTest.class.getResourceAsStream("/compose/compose_spec.json")) {
      ObjectNode tree = (ObjectNode) JSON.readTree(schema);
      tree.remove("$schema");
      tree.findParents("id").forEach(one -> ((ObjectNode) one).remove("id"));
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V201909).getSchema(tree);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// The lines that a flowchart is made of here, and no other.
  private static void mermaidIsWellFormed(String text) {
    assertThat(text.split("\n"))
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "%%[^\\p{Cntrl}\u0085\u2028\u2029]*|flowchart LR"
                            + "|  n\\d+(\\[|\\(\\[|\\[\\()\"([\\p{L}\\p{Nd} .,:_()/-]|#\\d+;)*\""
                            + "(\\]|\\]\\)|\\)\\])"
                            + "|  n\\d+ --> n\\d+|  classDef [a-z]+ [a-z0-9#:,]+"
                            + "|  class n\\d+(,n\\d+)* [a-z]+"));
  }

  private static void dotIsWellFormed(String text) {
    String quoted = "\"([^\"\\\\\\p{Cntrl}]|\\\\[\"\\\\])*\"";
    assertThat(text.split("\n"))
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "//[^\\p{Cntrl}\u0085\u2028\u2029]*|digraph blueprint \\{|\\}"
                            + "|  graph \\[rankdir=LR, label="
                            + quoted
                            + "\\];|  node \\[[^\\]]*\\];|  n\\d+ -> n\\d+;|  n\\d+ \\[label="
                            + quoted
                            + ", shape=[a-z0-9]+, fillcolor=\"#[0-9a-f]{6}\"\\];"));
  }

  private static Set<String> machines(Map<String, Object> file) {
    Set<String> names = new TreeSet<>();
    ((Map<?, ?>) file.get("resource"))
        .forEach(
            (type, byName) -> {
              if (type.toString().matches("docker_container|proxmox_.*")) {
                ((Map<?, ?>) byName).keySet().forEach(name -> names.add(name.toString()));
              }
            });
    return names;
  }

  @SuppressWarnings("unchecked") // by the form of HCL
  private static Map<String, Map<String, Object>> variables(Map<String, Object> file) {
    return (Map<String, Map<String, Object>>) file.get("variable");
  }

  private static Object first(Object value) {
    return value instanceof List<?> list ? list.getFirst() : value;
  }

  private static Map<String, Object> hcl(Export export) throws Exception {
    return new HCLParser().parse(withoutCodePoints(export.content()));
  }

  /// HCL's `\\u0024`, which this parser does not know.
  private static String withoutCodePoints(String hcl) {
    return hcl.replaceAll("(?<!\\\\)((?:\\\\{2})*)\\\\u[0-9a-f]{4}", "$1?");
  }

  private static Map<String, EnvVar> env(Export export) {
    return runners(Manifests.read(export.content())).stream()
        .map(ExportsTest::pod)
        .flatMap(pod -> pod.getSpec().getContainers().getFirst().getEnv().stream())
        .collect(Collectors.toMap(EnvVar::getName, one -> one, (a, _) -> a, LinkedHashMap::new));
  }

  /// As the kubelet expands a value, with each reference as the blueprint writes it.
  private static String expanded(String value) {
    return Pattern.compile("\\$\\$|\\$\\((\\w+)\\)")
        .matcher(value)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1) == null ? "$" : "${" + found.group(1) + "}"));
  }

  private static PodTemplateSpec pod(HasMetadata runner) {
    return switch (runner) {
      case Deployment deployment -> deployment.getSpec().getTemplate();
      case StatefulSet set -> set.getSpec().getTemplate();
      default -> throw new IllegalArgumentException(runner.getKind());
    };
  }

  private static List<HasMetadata> runners(List<HasMetadata> manifests) {
    return manifests.stream()
        .filter(one -> one instanceof Deployment || one instanceof StatefulSet)
        .toList();
  }

  private static List<Resource> workloads(Blueprint blueprint) {
    return blueprint.resources().stream()
        .filter(one -> Set.of(ResourceType.COMPUTE, ResourceType.SERVICE).contains(one.type()))
        .toList();
  }

  private static JsonNode compose(Blueprint blueprint) {
    return tree(export(Format.COMPOSE, blueprint).content());
  }

  private static JsonNode tree(String yaml) {
    return JSON.valueToTree(YamlDocument.parse(yaml).tree());
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Export export(Format format, Blueprint blueprint) {
    return Exports.of(format, blueprint);
  }

  private static Blueprint template(String id) {
    return CheckedBlueprint.fromYaml(BundledYaml.text(id)).blueprint().orElseThrow();
  }

  private static Blueprint web(Map<String, Object> specs) {
    return blueprint(resource(ResourceType.SERVICE, "web", specs));
  }

  private static Blueprint blueprint(Resource... resources) {
    return new Blueprint(Blueprint.VERSION, "test", "", List.of(resources), Map.of());
  }

  private static Resource resource(ResourceType type, String name, Map<String, Object> specs) {
    return new Resource(type, name, Provider.DOCKER, specs, List.of());
  }

  /// Without what is younger than Docker Compose 1: a name, and configs with their content.
  private static String forOldCompose(String compose) {
    ObjectNode file = (ObjectNode) tree(compose);
    file.remove("name");
    file.path("configs").forEach(one -> ((ObjectNode) one).removeAll().put("file", "./it"));
    return file.toString();
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static String run(String input, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(imageVariables());
    Process process = builder.start();
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  private static Map<String, String> imageVariables() {
    return TEMPLATES.stream()
        .flatMap(id -> workloads(template(id)).stream())
        .collect(
            Collectors.toMap(
                one -> ContainerSpecs.imageVariable(WorkloadReading.of(one, new Notes())),
                _ -> "busybox:1",
                (a, _) -> a));
  }

  private static Blueprint withFiles(Map<String, Object> more) {
    Map<String, Object> specs = new LinkedHashMap<>(more);
    specs.put("image", "web:1");
    specs.put(
        "files",
        List.of(
            Map.of("path", "/etc/web/web.conf", "content", HOSTILE),
            Map.of("path", "/etc/web/run@1.sh", "content", "$HOME ${HOME}\n", "mode", "0755")));
    Resource web = new Resource(ResourceType.SERVICE, "web", Provider.DOCKER, specs, List.of());
    return new Blueprint(Blueprint.VERSION, "shop", "", List.of(web), Map.of());
  }

  @Test
  void composeHasFilesAsConfigs() {
    Export export = export(Format.COMPOSE, withFiles(Map.of()));
    composeIsValid(export);
    Map<?, ?> file = (Map<?, ?>) YamlDocument.parse(export.content()).tree();

    assertThat(file.get("configs").toString()).contains("$$HOME $${HOME}");
    assertThat(((Map<?, ?>) ((Map<?, ?>) file.get("services")).get("web")).get("configs"))
        .asString()
        .contains("target=/etc/web/web.conf", "target=/etc/web/run@1.sh", "mode=493");
    assertThat(export.warnings()).noneMatch(one -> one.toString().contains("files"));
  }

  @Test
  void kubernetesMountsFilesOfAConfigMap() {
    List<HasMetadata> manifests =
        Manifests.read(
            export(Format.KUBERNETES, withFiles(Map.of("config", Map.of("a", 1)))).content());
    ConfigMap map = one(manifests, ConfigMap.class);
    PodTemplateSpec pod = one(manifests, Deployment.class).getSpec().getTemplate();

    assertThat(map.getData())
        .containsEntry("1-web.conf", HOSTILE)
        .containsEntry("2-run-1.sh", "$HOME ${HOME}\n")
        .containsKey("config.yaml");
    assertThat(pod.getSpec().getContainers().getFirst().getVolumeMounts())
        .extracting(mount -> mount.getMountPath() + " " + mount.getSubPath())
        .containsExactly(
            "/etc/cyanotype null", "/etc/web/web.conf 1-web.conf", "/etc/web/run@1.sh 2-run-1.sh");
    assertThat(pod.getSpec().getVolumes().getLast().getConfigMap().getItems().getLast().getMode())
        .isEqualTo(0755);
    assertThat(pod.getSpec().getVolumes().getFirst().getConfigMap().getItems())
        .extracting(item -> item.getKey())
        .containsExactly("config.yaml");
  }

  @Test
  void kubernetesMountsFilesInTheFolderOfTheConfigWithIt() {
    Export export =
        export(
            Format.KUBERNETES,
            withConfigAndFiles(
                "/etc/cyanotype/more/a.conf", "/etc/cyanotype/config.yaml", "/etc/cyanotype"));
    List<HasMetadata> manifests = Manifests.read(export.content());
    PodTemplateSpec pod = one(manifests, Deployment.class).getSpec().getTemplate();

    assertThat(pod.getSpec().getContainers().getFirst().getVolumeMounts())
        .extracting(mount -> mount.getMountPath())
        .containsExactly("/etc/cyanotype");
    assertThat(pod.getSpec().getVolumes().getFirst().getConfigMap().getItems())
        .extracting(item -> item.getKey() + " " + item.getPath())
        .containsExactly("config.yaml config.yaml", "1-a.conf more/a.conf");
    assertThat(one(manifests, ConfigMap.class).getData())
        .containsOnlyKeys("config.yaml", "1-a.conf");
    assertThat(export.warnings())
        .extracting(Warning::toString)
        .filteredOn(warning -> warning.contains("is left out, its config lies"))
        .hasSize(2);
  }

  private static Blueprint withConfigAndFiles(String... paths) {
    return web(
        Map.of(
            "image",
            "web:1",
            "config",
            Map.of("a", 1),
            "files",
            Stream.of(paths).map(path -> Map.of("path", path, "content", "x")).toList()));
  }

  private static <T> T one(List<HasMetadata> manifests, Class<T> kind) {
    return manifests.stream().filter(kind::isInstance).map(kind::cast).findFirst().orElseThrow();
  }

  @Test
  void terraformUploadsFiles() throws Exception {
    String content = export(Format.TERRAFORM, withFiles(Map.of())).content();

    hcl(export(Format.TERRAFORM, withFiles(Map.of())));
    assertThat(content)
        .contains("upload {", "file = \"/etc/web/run@1.sh\"", "permissions = \"0755\"")
        .contains("content = \"$HOME \\u0024{HOME}\\n\"");
  }

  @Test
  void terraformUploadsTextThatIsNotInNfcAsItsBytes() throws Exception {
    String text = "cafe\u0301";
    Map<String, Object> file = Map.of("path", "/menu", "content", text);
    Export export = export(Format.TERRAFORM, web(Map.of("image", "web:1", "files", List.of(file))));

    hcl(export);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(export.content())
        .contains("content_base64 = \"" + Base64.getEncoder().encodeToString(bytes) + "\"")
        .doesNotContain("content = ");
  }

  @Test
  void machinesHaveNoFilesAndThatIsTold() {
    Resource docker = withFiles(Map.of()).resources().getFirst();
    Resource machine =
        new Resource(
            ResourceType.SERVICE, "web", Provider.PROXMOX, docker.specs(), docker.dependencies());

    assertThat(
            export(Format.TERRAFORM, new Blueprint("1.0", "shop", "", List.of(machine), Map.of()))
                .warnings())
        .anyMatch(one -> one.toString().contains("files"));
  }

  private static Stream<String> needs(Format format, Map<String, Object> specs) {
    Resource service = new Resource(ResourceType.SERVICE, "one", Provider.DOCKER, specs, List.of());
    Blueprint blueprint = new Blueprint("1.0", "shop", "", List.of(service), Map.of());
    return export(format, blueprint).warnings().stream()
        .map(Warning::toString)
        .filter(warning -> warning.contains("does not start without"));
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPOSE", "KUBERNETES", "TERRAFORM"})
  void whatAnImageDoesNotStartWithoutIsTold(Format format) {
    assertThat(needs(format, Map.of("image", "postgres:17.2")))
        .containsExactly(
            "one: the image postgres does not start without POSTGRES_PASSWORD: set it in env, as"
                + " ${POSTGRES_PASSWORD}, which deployments take from"
                + " CYANOTYPE_SECRETS_POSTGRES_PASSWORD");
    assertThat(needs(format, Map.of("image", "postgres:17", "env", List.of("POSTGRES_PASSWORD"))))
        .isEmpty();
    assertThat(needs(format, Map.of("image", "nginx:1.27"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker.io/library/postgres:17",
        "postgres@sha256:0123456789012345678901234567890123456789012345678901234567890123",
        "docker.io/minio/minio",
        "quay.io/keycloak/keycloak:26.0.7",
        "haproxy:3.0.7"
      })
  void imagesAreKnownByTheirRepositories(String image) {
    assertThat(needs(Format.COMPOSE, Map.of("image", image))).hasSize(1);
  }

  @Test
  void aNeededFileCanBeInAVolumeToo() {
    String path = "/usr/local/etc/haproxy/haproxy.cfg";
    List<Map<String, Object>> enough =
        List.of(
            Map.of("files", List.of(Map.of("path", path, "content", "x"))),
            Map.of("volumes", List.of("conf:/usr/local/etc/haproxy:ro")),
            Map.of("volumes", List.of("conf:/usr/local/etc/haproxy/")),
            Map.of("command", List.of("haproxy", "-f", "/tmp/a")));

    assertThat(enough)
        .allSatisfy(
            specs -> {
              Map<String, Object> all = new LinkedHashMap<>(specs);
              all.put("image", "haproxy:3.0.7");
              assertThat(needs(Format.COMPOSE, all)).isEmpty();
            });
    assertThat(needs(Format.COMPOSE, Map.of("image", "haproxy:3", "volumes", List.of("a:/data"))))
        .singleElement()
        .asString()
        .endsWith(path + ": add it to files");
  }

  /// Those that are for Docker come up as they are.
  @ParameterizedTest
  @ValueSource(strings = {"simple-web-app", "api-gateway", "observability-stack"})
  void templatesForDockerGiveImagesWhatTheyNeed(String template) {
    assertThat(export(Format.COMPOSE, template(template)).warnings())
        .noneMatch(warning -> warning.toString().contains("does not start without"));
  }

  private static String filesAnnotation(String content) {
    Map<String, Object> file = Map.of("path", "/a", "content", content);
    Blueprint blueprint = web(Map.of("image", "web:1", "files", List.of(file)));
    return one(Manifests.read(export(Format.KUBERNETES, blueprint).content()), Deployment.class)
        .getSpec()
        .getTemplate()
        .getMetadata()
        .getAnnotations()
        .get("cyanotype.dev/files");
  }

  @Test
  void anotherFileIsAnotherPod() {
    assertThat(filesAnnotation("x")).isEqualTo(filesAnnotation("x"));
    assertThat(filesAnnotation("x")).isNotEqualTo(filesAnnotation("y"));
  }
}
