package dev.cyanotype.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The bundled templates, found in the words in which people ask for them.
class TemplateSearchTest {

  @ParameterizedTest
  @CsvSource({
    "kubernetes, microservices-k8s",
    "k8s, microservices-k8s",
    "kuberntes monitoring, microservices-k8s",
    "service mesh, microservices-k8s",
    "istio, microservices-k8s",
    "kafka, data-pipeline",
    "message queue, data-pipeline",
    "etl, data-pipeline",
    "airflow spark, data-pipeline",
    "data warehouse, data-pipeline",
    "postgres failover, postgres-ha",
    "PostgreSQL, postgres-ha",
    "highly available database, postgres-ha",
    "gpu, ml-training",
    "machine learning, ml-training",
    "train an AI model, ml-training",
    "mtls, zero-trust-network",
    "zero trust, zero-trust-network",
    "vpn, zero-trust-network",
    "secrets, zero-trust-network",
    "redis, redis-cluster",
    "cache, redis-cluster",
    "redis sentinel, redis-cluster",
    "grafana, observability-stack",
    "monitoring, observability-stack",
    "logs metrics traces, observability-stack",
    "prometheus and grafana, observability-stack",
    "api gateway, api-gateway",
    "kong, api-gateway",
    "rate limiting, api-gateway",
    "cdn, ha-web-app",
    "high availability web app, ha-web-app",
    "autoscaling web application, ha-web-app",
    "I need a high-availability web application, ha-web-app",
    "simple website, simple-web-app",
    "basic web app with a database, simple-web-app",
    "grafna, observability-stack",
    "postgers, postgres-ha",
    "elasticsearch, observability-stack",
  })
  void findsTheTemplateThatIsMeant(String query, String id) {
    assertThat(found(query)).first().isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lb", "load balancer", "load balancing"})
  void findsWebApplicationsByTheirLoadBalancer(String query) {
    assertThat(found(query)).contains("simple-web-app", "ha-web-app", "api-gateway");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bulb", "light bulb", "pineapple", "the", "", "xyzzy"})
  void findsNothingForWhatNoTemplateIsAbout(String query) {
    assertThat(found(query)).isEmpty();
  }

  @Test
  void findsByTheWordsOfCategoriesAndTypes() {
    assertThat(found("networking")).startsWith("zero-trust-network", "api-gateway");
    assertThat(found("security")).first().isEqualTo("zero-trust-network");
    assertThat(found("compute")).isNotEmpty();
  }

  @Test
  void findsByTheProductInTheNameOfAnImage() {
    Template template =
        ((TemplateReading.Accepted)
                TemplateReading.of(
                    "mail",
                    """
                    name: mail
                    resources:
                      - type: service
                        name: server
                        provider: docker
                        specs: {image: "registry.example.com:5000/acme/postfix:3.9@sha256:abc"}
                    metadata: {category: web}
                    """))
            .template();
    TemplateSearch search = new TemplateSearch(List.of(template));

    assertThat(search.search("postfix", 5)).hasSize(1);
    assertThat(search.search("acme", 5)).hasSize(1);
    assertThat(search.search("registry", 5)).isEmpty();
    assertThat(search.search("sha256", 5)).isEmpty();
  }

  private static List<String> found(String query) {
    return BundledTemplates.CATALOGUE.search().search(query, 10).stream()
        .map(hit -> hit.template().id())
        .toList();
  }
}
