package dev.cyanotype.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyanotype.blueprint.BundledYaml;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntentClassifierTest {

  private static final Set<String> TEMPLATES = Set.copyOf(BundledYaml.IDS);

  private static RecognizedIntent classify(String message) {
    return IntentClassifier.classify(message, TEMPLATES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "I need a high-availability web application | create_blueprint",
        "Create a microservices platform | create_blueprint",
        "Kubernetes microservices platform with monitoring | create_blueprint",
        "a high-availability shop for 100k users | create_blueprint",
        "zero trust network | create_blueprint",
        "how many users can a shop on one server have? | question",
        "please build me an online shop with kafka for 20k users | create_blueprint",
        "We want a data pipeline under $2k per month | create_blueprint",
        "Can you design infrastructure for a blog? | create_blueprint",
        "I need a blueprint to deploy a web app | create_blueprint",
        "a redis cluster with three nodes | create_blueprint",
        "Set up a postgres database with backups, don't deploy it | create_blueprint",
        "I need a light bulb shop website | create_blueprint",
        "Generate a blueprint; drop table select * from users where 1=1 | create_blueprint",
        "Customize ha-web-app template for e-commerce with 50k daily users | customize_template",
        "Use the ha-web-app template but increase capacity for 100k users | customize_template",
        "adapt the redis-cluster template to two nodes | customize_template",
        "Start from the postgres-ha template without monitoring | customize_template",
        "Scale it up to twice the size | customize_template",
        "modify simple-web-app and add a cache | customize_template",
        "which templates do you have? | list_templates",
        "List all templates | list_templates",
        "show me the available templates | list_templates",
        "Do you have any database templates? | list_templates",
        "how much would a kafka cluster cost? | estimate_cost",
        "What does the ha-web-app template cost per month? | estimate_cost",
        "Give me a cost estimate for this | estimate_cost",
        "how expensive is it? | estimate_cost",
        "Don't deploy it, just estimate the costs | estimate_cost",
        "is this blueprint secure? audit it | security_audit",
        "run a security audit | security_audit",
        "Check the security of my blueprint | security_audit",
        "are there any vulnerabilities in it? | security_audit",
        "deploy it to proxmox | deploy",
        "Please deploy the blueprint now | deploy",
        "go ahead and deploy | deploy",
        "ok, launch it | deploy",
        "what's the status of my deployment | status",
        "Is it running? | status",
        "status? | status",
        "has the app been deployed | status",
        "roll back the last deployment | rollback",
        "Undo that deployment please | rollback",
        "revert to the previous version | rollback",
        "what is a load balancer? | question",
        "how does kafka work? | question",
        "hi | question",
        "Hello there! | question",
        "explain the status quo of deployment tools | question",
        "What is the difference between a cache and a CDN? | question",
        "who are you | question",
        "should I use redis or memcached? | question",
        "do not deploy | question",
        "drop table select * from users where | question",
        "asdf qwer zxcv | question",
        "💡 | question",
      })
  void tellsWhatAMessageIsAfter(String message, String intent) {
    assertThat(classify(message).intent().id()).as(message).isEqualTo(intent);
  }

  @Test
  void isSureOfAPlainRequest() {
    assertThat(classify("I need a high-availability web application").confidence())
        .isBetween(0.8, 0.99);
    assertThat(classify("Create a microservices platform").confidence()).isBetween(0.8, 0.99);
  }

  @Test
  void isLessSureWhereTheWordsPullApart() {
    double plain = classify("deploy it").confidence();
    double torn = classify("deploy it or estimate the cost or roll back").confidence();

    assertThat(torn).isLessThan(plain - 0.2);
  }

  @Test
  void repeatingARequestDoesNotMakeItSurer() {
    String request = "create a web application ";

    assertThat(classify(request.repeat(50)).confidence())
        .isEqualTo(classify(request.repeat(3)).confidence());
  }

  @Test
  void namesWhatTheMessageNames() {
    RecognizedIntent recognized =
        classify(
            "Customize ha-web-app template for production with a load balancer, kafka,"
                + " 50k daily users and $500 per month, highly available");

    assertThat(recognized.entities())
        .containsAllEntriesOf(
            Map.of(
                "template", "ha-web-app",
                "users", 50_000L,
                "users_period", "daily",
                "components", List.of("load-balancer", "queue"),
                "technologies", List.of("kafka"),
                "availability", "high",
                "environment", "production",
                "budget", 500L,
                "budget_currency", "USD"));
  }

  @Test
  void knowsATemplateOnlyWhereTheLibraryHasIt() {
    String message = "customize my-own-thing";

    assertThat(classify(message).entities()).doesNotContainKey("template");
    assertThat(IntentClassifier.classify(message, Set.of("my-own-thing")).entities())
        .containsEntry("template", "my-own-thing");
    assertThat(IntentClassifier.classify("a shop for me", Set.of("shop")).entities())
        .doesNotContainKey("template");
  }

  @Test
  void givesAShareForAnyText() {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder();
      for (int c = random.nextInt(200); c > 0; c--) {
        text.append((char) random.nextInt(i % 2 == 0 ? 128 : 65536));
      }
      assertThat(classify(text.toString()).confidence()).isBetween(0.01, 0.99);
    }
  }

  @Test
  void classifiesTheLongestMessagesInFarLessThanATokensTime() {
    String message =
        "Use the ha-web-app template with kafka, 100k users and no cache. ".repeat(600);
    assertThat(message.length()).isGreaterThan(32 * 1024);
    for (int i = 0; i < 300; i++) {
      classify(message);
    }

    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < 100; i++) {
      long start = System.nanoTime();
      classify(message);
      fastest = Math.min(fastest, System.nanoTime() - start);
    }

    assertThat(fastest).isLessThan(TimeUnit.MILLISECONDS.toNanos(5));
  }
}
