package dev.cyanotype.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessRulesTest {

  @ParameterizedTest
  @CsvSource({
    "GET, /, open",
    "GET, /app.js, open",
    "HEAD, /q/health/ready, open",
    "GET, /q/metrics, open",
    "GET, /docs, open",
    "GET, /nothing, open",
    "GET, /apis, open",
    "GET, /chats, open",
    "POST, /nothing, write",
    "DELETE, /, write",
    "BREW, /, write",
    "OPTIONS, /api/v1/conversation/chat, open",
    "GET, /api/v1/templates, open",
    "GET, /api/v1/templates/, open",
    "GET, /api/v1/templates/search, open",
    "HEAD, /api/v1/templates/redis-cluster, open",
    "GET, /api/v1/templatesx, read",
    "POST, /api/v1/templates, write",
    "PUT, /api/v1/templates/redis-cluster, write",
    "POST, /api/v1/templates/redis-cluster/customize, open",
    "POST, /api/v1/templates/redis-cluster/customize/, open",
    "POST, /api/v1/templates/a/b/customize, write",
    "POST, /api/v1/templates/customize, write",
    "POST, /api/v1/conversation/chat, write",
    "POST, /api/v1/conversation/clear-history, write",
    "POST, /api/v1/conversation/security-audit, read",
    "POST, /api/v1/blueprints/estimate-cost, read",
    "POST, /api/v1/blueprints/export, read",
    "POST, /api/v1/blueprints, write",
    "POST, /api/v1/conversation/security-audit/, read",
    "GET, /api/v1/streams, read",
    "POST, /api/v1/streams/7/cancel, write",
    "GET, /api, read",
    "GET, /chat/stream, write",
    "POST, /chat/stream, write",
    "GET, /ws/me, write",
    "GET, /v1/models, read",
    "POST, /v1/chat/completions, write",
    "GET, /api/v1/blueprints/7, read",
    "GET, /api/v1/blueprints/schema, open",
    "POST, /api/v1/blueprints/validate, read",
    "POST, /api/v1/blueprints/audit, read",
    "PUT, /api/v1/blueprints/7, write",
    "POST, /api/v1/blueprints/diff, read",
    "POST, /api/v1/blueprints/7/diff, read",
    "POST, /api/v1/blueprints/7/plan, read",
    "GET, /api/v1/blueprints/7/drift, read",
    "GET, /api/v1/audit, read",
    "POST, /api/v1/audit, write",
    "POST, /api/v1/blueprints/7/deploy, deploy",
    "POST, /api/v1/blueprints/7/destroy/, deploy",
    "GET, /api/v1/deployments/7, read",
    "POST, /api/v1/deployments/7/rollback, deploy",
    "DELETE, /api/v1/deployments/7, deploy",
    "GET, /api/v1/deployments, read",
    "GET, /api/v1/deployments/7/events, read",
    "POST, /api/v1/deployments/7/cancel, deploy",
    "GET, /api/v1/blueprints/7/deployments, read",
  })
  void firstRuleThatFitsDecides(String method, String path, String needed) {
    assertThat(AccessRules.roleFor(method, path).map(Role::id).orElse("open")).isEqualTo(needed);
  }
}
