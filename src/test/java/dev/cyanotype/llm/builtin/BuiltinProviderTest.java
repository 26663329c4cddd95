package dev.cyanotype.llm.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Provider;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.blueprint.cost.CostEstimator;
import dev.cyanotype.blueprint.export.Exports;
import dev.cyanotype.blueprint.export.Format;
import dev.cyanotype.blueprint.export.Warning;
import dev.cyanotype.blueprint.validation.CheckedBlueprint;
import dev.cyanotype.llm.LlmEvent;
import dev.cyanotype.llm.LlmRequest;
import dev.cyanotype.llm.LlmRequest.Task;
import dev.cyanotype.llm.Message;
import dev.cyanotype.template.Template;
import dev.cyanotype.template.TemplateLibrary;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class BuiltinProviderTest {

  private static final TestingTemplates TEMPLATES = new TestingTemplates();

  private final BuiltinProvider provider = new BuiltinProvider(TEMPLATES, Duration.ZERO);

  private static LlmRequest request(Task task, String words) {
    return new LlmRequest(task, words, Optional.empty(), List.of(Message.user(words)));
  }

  private static LlmRequest request(Task task, String words, Blueprint subject) {
    return new LlmRequest(task, words, Optional.of(subject), List.of(Message.user(words)));
  }

  private static Blueprint template(String id) {
    return TEMPLATES.find(id).orElseThrow().blueprint();
  }

  private String answer(LlmRequest request) {
    return answer(provider, request);
  }

  private static String answer(BuiltinProvider provider, LlmRequest request) {
    return provider
        .whole(request)
        .filter(LlmEvent.Text.class::isInstance)
        .map(event -> ((LlmEvent.Text) event).text())
        .collect()
        .with(Collectors.joining())
        .await()
        .indefinitely();
  }

  private String chat(String words) {
    return answer(request(Task.CHAT, words));
  }

  private Blueprint design(String words) {
    return blueprintIn(answer(request(Task.DESIGN, words)));
  }

  private static Blueprint blueprintIn(String answer) {
    int start = answer.indexOf("```yaml\n") + "```yaml\n".length();
    String yaml = answer.substring(start, answer.indexOf("```", start));
    CheckedBlueprint checked = CheckedBlueprint.fromYaml(yaml);
    assertThat(checked.errors()).as(answer.substring(0, answer.indexOf("```"))).isEmpty();
    return checked.blueprint().orElseThrow();
  }

  private static Set<String> roles(Blueprint blueprint) {
    return blueprint.resources().stream()
        .map(resource -> new Tier(resource).role())
        .collect(Collectors.toSet());
  }

  private static Tier tier(Blueprint blueprint, String name) {
    return new Tier(blueprint.resource(name).orElseThrow());
  }

  // --- streaming

  @Test
  void namesItselfAndItsModel() {
    assertThat(provider.id()).isEqualTo("builtin");
    assertThat(provider.model()).isEqualTo("cyanotype-builtin");
  }

  @Test
  void streamsPiecesThatJoinToTheAnswerAndThenFinishes() {
    AssertSubscriber<LlmEvent> subscriber =
        provider.stream(request(Task.DESIGN, "a shop 🛒 with kafka"))
            .subscribe()
            .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));

    subscriber.assertCompleted();
    List<LlmEvent> events = subscriber.getItems();
    assertThat(events.getLast()).isEqualTo(new LlmEvent.Finished("stop"));
    List<String> pieces =
        events.subList(0, events.size() - 1).stream()
            .map(event -> ((LlmEvent.Text) event).text())
            .toList();
    assertThat(pieces).hasSizeGreaterThan(100).noneMatch(String::isEmpty);
    assertThat(pieces)
        .noneMatch(piece -> Character.isHighSurrogate(piece.charAt(piece.length() - 1)));
    assertThat(String.join("", pieces))
        .isEqualTo(answer(request(Task.DESIGN, "a shop 🛒 with kafka")));
  }

  @Test
  void sendsNoMoreThanIsAskedFor() {
    AssertSubscriber<LlmEvent> subscriber =
        provider.stream(request(Task.CHAT, "what is kafka?"))
            .subscribe()
            .withSubscriber(AssertSubscriber.create(0));

    subscriber.assertHasNotReceivedAnyItem().assertNotTerminated();
    subscriber.request(3);
    assertThat(subscriber.getItems()).hasSize(3);
    subscriber.assertNotTerminated();
  }

  @Test
  void stopsWhenItIsCancelled() {
    AssertSubscriber<LlmEvent> subscriber =
        provider.stream(request(Task.CHAT, "what is kafka?"))
            .subscribe()
            .withSubscriber(AssertSubscriber.create(2));

    subscriber.cancel();
    subscriber.request(100);

    assertThat(subscriber.getItems()).hasSize(2);
    subscriber.assertNotTerminated();
  }

  @Test
  void composesNothingBeforeTheSubscription() {
    AtomicInteger asked = new AtomicInteger();
    Templates counting =
        new Templates() {
          @Override
          public List<Template> all() {
            asked.incrementAndGet();
            return TEMPLATES.all();
          }

          @Override
          public List<TemplateLibrary.Hit> search(String query, int limit) {
            return List.of();
          }
        };
    var stream =
        new BuiltinProvider(counting, Duration.ZERO).stream(request(Task.CHAT, "which templates?"));

    assertThat(asked).hasValue(0);
    stream.collect().asList().await().indefinitely();
    assertThat(asked.get()).isPositive();
  }

  @Test
  void pausesBetweenPiecesWhereADelayIsConfigured() {
    BuiltinProvider slow = new BuiltinProvider(TEMPLATES, Duration.ofMillis(2));
    long start = System.nanoTime();

    AssertSubscriber<LlmEvent> subscriber =
        slow.stream(request(Task.CHAT, "hi"))
            .subscribe()
            .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    assertThat(subscriber.getItems()).as("before the first pause is over").hasSizeLessThan(5);
    subscriber.awaitCompletion(Duration.ofSeconds(20));

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThan(Duration.ofMillis(subscriber.getItems().size()));
    assertThat(text(subscriber.getItems())).isEqualTo(chat("hi"));
  }

  private static String text(List<LlmEvent> events) {
    return events.stream()
        .flatMap(
            event -> event instanceof LlmEvent.Text(String text) ? Stream.of(text) : Stream.of())
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @EnumSource(Task.class)
  void answersTheSameRequestAlikeAndSaysWhatItIs(Task task) {
    LlmRequest request = request(task, "a shop with kafka for 20k users", template("ha-web-app"));

    assertThat(answer(request))
        .isEqualTo(answer(request))
        .startsWith("*Answered by Cyanotype's built-in engine");
  }

  @ParameterizedTest
  @EnumSource(Task.class)
  void answersStrangeWordsAndMissingSubjects(Task task) {
    for (String words :
        List.of(
            "",
            " ",
            "{name} {}",
            "```yaml",
            "\uD800",
            "\0\u0007",
            "x".repeat(40_000),
            "💡".repeat(500))) {
      LlmRequest request = new LlmRequest(task, words, Optional.empty(), List.of());
      assertThat(answer(request)).as(words).isNotBlank();
    }
  }

  @ParameterizedTest
  @EnumSource(Task.class)
  void answersWithoutTemplates(Task task) {
    BuiltinProvider bare = new BuiltinProvider(new TestingTemplates(List.of()), Duration.ZERO);

    assertThat(answer(bare, request(task, "a shop: which templates, what cost?"))).isNotBlank();
  }

  @Test
  void composesFasterThanAFrameTakes() {
    LlmRequest request =
        request(Task.DESIGN, "a shop with kafka, vault and monitoring for 100k users under $2k");
    for (int i = 0; i < 300; i++) {
      answer(request);
    }

    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < 50; i++) {
      long start = System.nanoTime();
      answer(request);
      fastest = Math.min(fastest, System.nanoTime() - start);
    }

    assertThat(fastest).isLessThan(TimeUnit.MILLISECONDS.toNanos(15));
  }

  // --- design

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "I need a high-availability web application | ha-web-app",
        "a small blog | simple-web-app",
        "a shop for 50k daily users | ha-web-app",
        "Kubernetes microservices platform with monitoring | microservices-k8s",
        "a postgres database cluster with failover | postgres-ha",
        "a redis cluster | redis-cluster",
        "an ETL pipeline with airflow | data-pipeline",
        "train machine learning models on GPUs | ml-training",
        "a zero-trust network | zero-trust-network",
        "an API gateway for our services | api-gateway",
        "an observability stack with loki and jaeger | observability-stack",
        "Use the redis-cluster template for a web shop | redis-cluster",
        "something | simple-web-app",
      })
  void startsFromTheTemplateThatIsMeant(String words, String template) {
    assertThat(design(words).metadataText("template")).contains(template);
  }

  @Test
  void bringsWhatTheBaseLacksFromOtherTemplates() {
    Blueprint shop = design("a small shop with kafka and monitoring");

    assertThat(roles(shop)).contains("web-server", "message-broker", "monitoring", "dashboard");
    assertThat(shop.resource("web-server").orElseThrow().dependencies()).contains("kafka");
    assertThat(tier(shop, "kafka").text("network")).isEqualTo("data-network");
    assertThat(tier(shop, "kafka").text("image")).contains("kafka");
    assertThat(tier(shop, "firewall").text("rules")).contains("from=web-server, to=kafka");
    assertThat(shop.resources()).extracting(Resource::provider).containsOnly(Provider.DOCKER);
    assertThat(shop.resources().stream().filter(r -> new Tier(r).isNetwork()))
        .as("the networks of the base, and no others")
        .extracting(Resource::name)
        .containsExactly("web-network", "data-network");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a small web app",
        "a small web app with mysql",
        "a small web app with mariadb and traefik",
        "a small web app with mongodb and envoy",
        "use the simple-web-app template with haproxy and redis",
        "a small shop with keycloak, minio and flink",
        "a small shop with kafka, vault, airflow and monitoring",
        "use the simple-web-app template with spark and object storage",
        "a simple website for development",
        "an API gateway for our services with mysql",
        "a monitoring stack with envoy"
      })
  void whatItMakesForDockerStartsAsItIs(String words) {
    Blueprint blueprint = design(words);

    assertThat(blueprint.resources()).extracting(Resource::provider).containsOnly(Provider.DOCKER);
    assertThat(Exports.of(Format.COMPOSE, blueprint).warnings().stream())
        .map(Warning::toString)
        .noneMatch(warning -> warning.contains("does not start without"));
    assertThat(blueprint.toString()).doesNotContain("{upstream}", "{port}");
  }

  @Test
  void aLoadBalancerOfAnotherProductStandsBeforeTheSameServers() {
    Tier haproxy = tier(design("a small web app with haproxy"), "load-balancer");
    Tier caddy = tier(design("a small web app"), "load-balancer");

    assertThat(haproxy.text("files")).contains("web-server:8080").doesNotContain("Caddyfile");
    assertThat(caddy.text("files")).contains("dynamic a web-server 8080");
  }

  @Test
  void aDatabaseOfAnotherProductHasItsVariables() {
    Blueprint shop = design("a small web app with mysql");

    assertThat(tier(shop, "database").text("env"))
        .contains("MYSQL_ROOT_PASSWORD")
        .doesNotContain("POSTGRES");
    assertThat(tier(shop, "web-server").text("env")).contains("DATABASE_PASSWORD");
  }

  @Test
  void filesNameWhatWasRenamed() {
    Names names = new Names(Map.of("web", "shop-web", "db", "store"), Set.of());
    Resource resource =
        new Resource(
            ResourceType.SERVICE,
            "lb",
            Provider.DOCKER,
            Map.of(
                "files",
                List.of(
                    Map.of("path", "/a", "content", "http://web:80 my-web:80 web 80 web db:5432"))),
            List.of());

    assertThat(names.in(resource).specs().toString())
        .contains("http://shop-web:80 my-web:80 shop-web 80 web store:5432");
  }

  @Test
  void namesNothingInSpecsThatIsNotThere() {
    Blueprint shop =
        design("a small shop with kafka, vault, loki and monitoring, without load balancer");
    Set<String> everywhere =
        TEMPLATES.all().stream()
            .flatMap(template -> template.blueprint().resources().stream())
            .map(Resource::name)
            .collect(Collectors.toSet());
    Set<String> here = shop.resources().stream().map(Resource::name).collect(Collectors.toSet());

    for (Resource resource : shop.resources()) {
      Object network = resource.specs().get("network");
      assertThat(network == null || here.contains(network)).as(resource.name()).isTrue();
      if (resource.specs().get("rules") instanceof List<?> rules) {
        for (Object rule : rules) {
          Object to = ((Map<?, ?>) rule).get("to");
          assertThat(here.contains(to) || !everywhere.contains(to)).as("" + rule).isTrue();
        }
      }
    }
  }

  @Test
  void leavesOutWhatIsRefused() {
    Blueprint shop = design("a highly available shop without cache and CDN");

    assertThat(shop.metadataText("template")).contains("ha-web-app");
    assertThat(roles(shop)).doesNotContain("cache", "cdn").contains("web-server", "database");
    assertThat(tier(shop, "firewall").text("rules"))
        .doesNotContain("session-cache")
        .as("users come in without the CDN too")
        .contains("from=internet, to=load-balancer");
  }

  @Test
  void dropsTheDiskOfARefusedDatabase() {
    Blueprint site = design("a small web site with no database");

    assertThat(site.resources())
        .extracting(Resource::name)
        .doesNotContain("database", "database-volume")
        .contains("web-server");
  }

  @Test
  void putsAnotherProductInThePlaceOfTheTemplates() {
    Blueprint blog = design("a small blog with mysql and rabbitmq");

    assertThat(tier(blog, "database").technologies()).containsExactly("mysql");
    assertThat(tier(blog, "database").text("image")).startsWith("mysql:");
    assertThat(tier(blog, "rabbitmq").technologies()).containsExactly("rabbitmq");
    assertThat(blog.resource("web-server").orElseThrow().dependencies()).contains("rabbitmq");
  }

  @Test
  void growsWithTheUsersAndNeverShrinks() {
    for (String kind : List.of("a shop", "a microservices platform", "an api gateway with redis")) {
      long before = 0;
      for (long users :
          new long[] {1, 500, 20_000, 21_000, 100_000, 700_000, 5_000_000, 90_000_000}) {
        Blueprint blueprint = design(kind + " on the ha-web-app template for " + users + " users");
        long cores = blueprint.resources().stream().mapToLong(r -> new Tier(r).cores()).sum();
        assertThat(cores).as(kind + " " + users).isGreaterThanOrEqualTo(before);
        before = cores;
      }
      assertThat(before).isGreaterThan(1000);
    }
  }

  @Test
  void givesEnoughCoresForTheUsersAndSaysSo() {
    String answer = answer(request(Task.DESIGN, "a shop for 100k users"));

    assertThat(answer).contains("`web-server`: 100,000 users a day need about 25 cores");
    assertThat(tier(blueprintIn(answer), "web-server").cores()).isGreaterThanOrEqualTo(25);
    assertThat(tier(blueprintIn(answer), "database-primary").cpu()).isGreaterThanOrEqualTo(7);
  }

  @Test
  void raisesWhatRunsOnceForHighAvailability() {
    Blueprint app = design("make the simple-web-app template highly available");

    for (String name : List.of("load-balancer", "web-server", "database")) {
      assertThat(tier(app, name).instances()).as(name).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void runsOneOfEachForDevelopment() {
    Blueprint app = design("the ha-web-app template in a test environment");

    assertThat(app.resources()).allMatch(resource -> new Tier(resource).mostInstances() == 1);
    assertThat(app.resource("database-replica")).isEmpty();
    assertThat(CostEstimator.estimate(app).high())
        .isLessThan(CostEstimator.estimate(template("ha-web-app")).high() / 2);
  }

  @Test
  void saysWhetherABudgetIsEnough() {
    assertThat(answer(request(Task.DESIGN, "a small blog under $900 per month")))
        .contains("That fits your budget of 900 USD");
    assertThat(answer(request(Task.DESIGN, "an ML training cluster with a budget of $20 a month")))
        .contains("does not fit your budget of 20 USD")
        .contains("gpu-node");
    assertThat(answer(request(Task.DESIGN, "a small blog under €900 per month")))
        .contains("no exchange rates");
  }

  @Test
  void makesTheDesignSmallerToMeetABudgetButNotTooSmallForItsUsers() {
    Blueprint free = design("a shop on the ha-web-app template for 100k users");
    Blueprint tight = design("a shop on the ha-web-app template for 100k users under $100 a month");

    assertThat(CostEstimator.estimate(tight).high())
        .isLessThan(CostEstimator.estimate(free).high());
    assertThat(tier(tight, "web-server").cores()).isGreaterThanOrEqualTo(25);
  }

  @Test
  void startsFromTheSubjectWhereThereIsOne() {
    Blueprint own =
        template("redis-cluster").withName("ours").withMetadata(Map.of("template", "ours"));

    Blueprint changed = blueprintIn(answer(request(Task.DESIGN, "a shop with kafka", own)));

    assertThat(changed.metadataText("template")).contains("ours");
    assertThat(changed.resource("redis-primary")).isPresent();
    assertThat(changed.resource("kafka")).isPresent();
  }

  @Test
  void passesOverASubjectThatIsNotValid() {
    Resource broken =
        new Resource(ResourceType.SERVICE, "a", Provider.DOCKER, Map.of(), List.of("missing"));
    Blueprint subject = new Blueprint("1.0", "x", "", List.of(broken), Map.of());

    Blueprint designed = blueprintIn(answer(request(Task.DESIGN, "a blog", subject)));

    assertThat(designed.metadataText("template")).contains("simple-web-app");
  }

  @Test
  void remembersWhatWasAskedBefore() {
    List<Message> messages =
        List.of(
            Message.system("You design things with redis."),
            Message.user("a shop for 100k users with kafka"),
            Message.assistant("Here it is, with mysql."),
            Message.user("what is rabbitmq?"),
            Message.user("now without cdn"));

    Blueprint shop =
        blueprintIn(
            answer(new LlmRequest(Task.DESIGN, "now without cdn", Optional.empty(), messages)));

    assertThat(roles(shop)).contains("message-broker", "web-server").doesNotContain("cdn");
    assertThat(shop.metadata().get("requirements"))
        .isEqualTo(
            Map.of(
                "components", List.of("queue"),
                "technologies", List.of("kafka"),
                "refused", List.of("cdn"),
                "users", 100_000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "I need a high-availability web application | high-availability-web-application",
        "Create a blueprint called my-shop, please | my-shop",
        "Ein Café für Zürich | ein-cafe-fur-zurich",
        "for the 100k users | ha-web-app",
      })
  void namesTheBlueprintAfterTheWords(String words, String name) {
    assertThat(design(words).name()).isEqualTo(name);
  }

  @Test
  void recordsWhereABlueprintComesFrom() {
    Blueprint shop = design("a `shop`\nwith ```kafka``` for 20k users");

    assertThat(shop.metadata())
        .containsEntry("generated_by", "cyanotype-builtin")
        .containsEntry("category", "web")
        .containsEntry("estimated_cost", CostEstimator.estimate(shop).toString());
    assertThat(shop.description()).contains("a 'shop' with '''kafka''' for 20k users");
  }

  @Test
  void everyCombinationOfWordsGivesAValidBlueprint() {
    String[] subjects = {
      "a shop",
      "microservices",
      "a data pipeline",
      "ml training",
      "a vpn",
      "redis",
      "postgres",
      "an api gateway",
      "monitoring",
      "the ha-web-app template",
      "",
      "everything",
      "zero trust"
    };
    String[] parts = {
      "kafka", "monitoring", "vault", "keycloak", "kubernetes", "istio", "mysql", "a cdn",
          "backups",
      "gpus", "airflow", "spark", "loki", "jaeger", "rabbitmq", "a load balancer", "s3",
          "a firewall",
      "a cache", "a database", "web servers", "flink", "nginx", "traefik", "logging", "autoscaling"
    };
    String[] rest = {
      "", "for 100k users", "for 5 billion users", "under $1 a month", "highly available",
      "in development", "twice as large", "with 50 replicas", "99.999% uptime", "100x larger"
    };
    Random random = new Random(42);
    for (int i = 0; i < 300; i++) {
      String words =
          pick(subjects, random)
              + " with "
              + pick(parts, random)
              + ", "
              + pick(parts, random)
              + " and "
              + pick(parts, random)
              + " without "
              + pick(parts, random)
              + " or "
              + pick(parts, random)
              + " "
              + pick(rest, random)
              + " "
              + pick(rest, random);
      String answer = answer(request(Task.DESIGN, words));
      assertThat(blueprintIn(answer).resources()).as(words).isNotEmpty();
      assertThat(answer).as(words).doesNotContain("would have made the blueprint invalid");
    }
  }

  private static String pick(String[] values, Random random) {
    return values[random.nextInt(values.length)];
  }

  // --- chat

  @Test
  void explainsTerms() {
    assertThat(chat("what is a load balancer?")).contains("**load balancer** takes all requests");
    assertThat(chat("what's the difference between a cache and a CDN?"))
        .contains("**cache** keeps", "**CDN** keeps");
  }

  @Test
  void listsTheTemplatesWithWhatTheyCost() {
    List<String> lines = new ArrayList<>();
    TEMPLATES
        .all()
        .forEach(
            t ->
                lines.add("(`" + t.id() + "`), " + t.complexity().id() + ", " + t.estimatedCost()));

    assertThat(chat("which templates do you have?")).contains(lines);
  }

  @Test
  void estimatesTheCostOfWhatIsMeant() {
    String cost = CostEstimator.estimate(template("redis-cluster")).toString();

    assertThat(chat("How much is the redis-cluster template?")).contains(cost);
    assertThat(answer(request(Task.CHAT, "what does it cost?", template("redis-cluster"))))
        .contains(cost);
    assertThat(
            answer(
                new LlmRequest(
                    Task.CHAT,
                    "how much is it?",
                    Optional.empty(),
                    List.of(
                        Message.user("tell me about the redis-cluster template"),
                        Message.assistant("It is …"),
                        Message.user("how much is it?")))))
        .contains(cost);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deploy it to proxmox",
        "what's the status of my deployment",
        "roll back the last deployment"
      })
  void claimsNoDeploymentThatDidNotHappen(String words) {
    assertThat(chat(words)).contains("The running service", "of its own");
  }

  @Test
  void saysThatItIsNoLanguageModelWhereItKnowsNothing() {
    assertThat(chat("who won the match yesterday"))
        .contains("not a language model")
        .doesNotContain("zero-trust-network");
    assertThat(chat("are you an AI?")).contains("not a language model");
    assertThat(chat("hello")).contains("Hello!").doesNotContain("cannot answer");
  }

  // --- describe, improve, size

  @Test
  void describesEveryResourceWithItsSizeAndNeeds() {
    Blueprint subject = template("redis-cluster");

    String answer = answer(request(Task.DESCRIBE, "", subject));

    subject
        .resources()
        .forEach(resource -> assertThat(answer).contains("- `" + resource.name() + "`:"));
    assertThat(answer)
        .contains("2 × 2 cores with 8GB of memory; needs `cache-network`, `redis-primary`.")
        .contains(CostEstimator.estimate(subject).toString());
  }

  @Test
  void suggestsAnImprovementForEachWeakness() {
    Resource database =
        new Resource(
            ResourceType.COMPUTE,
            "db",
            Provider.PROXMOX,
            Map.of(
                "role",
                "database",
                "cpu",
                64,
                "memory",
                "8GB",
                "storage",
                "10GB",
                "storage_class",
                "hdd",
                "ports",
                List.of(5432)),
            List.of());
    Blueprint subject = new Blueprint("1.0", "weak", "", List.of(database), Map.of());

    assertThat(answer(request(Task.IMPROVE, "", subject)))
        .contains("- `db`: has no `backup`")
        .contains("- `db`: is the only database")
        .contains("- `db`: has ports but no `health_check`")
        .contains("- `db`: has no TLS")
        .contains("- `db`: is not encrypted")
        .contains("- `db`: is on hard disks")
        .contains("- `db`: 1 × 64 cores look like more")
        .contains("- `weak`: nothing watches it")
        .contains("- `weak`: has no firewall");
  }

  @Test
  void suggestsNothingWhereNothingIsWeak() {
    String answer = answer(request(Task.IMPROVE, "", template("postgres-ha")));

    assertThat(answer).contains("nothing to improve in **postgres-ha**").doesNotContain("\n- ");
  }

  @Test
  void recommendsSizesForTheUsersInATable() {
    String answer = answer(request(Task.SIZE, "200k daily users", template("ha-web-app")));

    assertThat(answer)
        .contains("| tier | cores |")
        .contains("| `web-server` | 8 | 16GB | 40GB | 3–8 | needs about 50 vCPU in all")
        .contains("| `database-primary` | 16 | 64GB |");
  }
}
