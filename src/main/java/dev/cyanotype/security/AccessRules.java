package dev.cyanotype.security;

import static dev.cyanotype.security.Role.DEPLOY;
import static dev.cyanotype.security.Role.READ;
import static dev.cyanotype.security.Role.WRITE;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which calls need a key of which role, where keys are configured: the one place that says so,
/// for resources, WebSockets and plain routes, for the OpenAPI document too.
///
/// The first rule that fits decides. The last ones fit everything: what is not named is a write,
/// or outside the API a page that everyone may see.
public final class AccessRules {

  private static final String ANY = "";

  private static final List<Rule> RULES =
      List.of(
          open("OPTIONS", "/**"), // a browser asks before it shows a key
          open("GET", "/api/v1/templates/**"),
          open("POST", "/api/v1/templates/*/customize"), // computes, and keeps nothing
          needs(READ, "POST", "/api/v1/conversation/security-audit"),
          needs(READ, "POST", "/api/v1/blueprints/validate"),
          needs(READ, "POST", "/api/v1/blueprints/audit"),
          open("GET", "/api/v1/blueprints/schema"), // editors ask for it, without a key
          needs(READ, "POST", "/api/v1/blueprints/estimate-cost"),
          needs(READ, "POST", "/api/v1/blueprints/export"),
          needs(READ, "POST", "/api/v1/blueprints/diff"),
          needs(READ, "POST", "/api/v1/blueprints/*/diff"),
          needs(READ, "POST", "/api/v1/blueprints/*/plan"),
          needs(DEPLOY, "POST", "/api/v1/blueprints/*/deploy"),
          needs(DEPLOY, "POST", "/api/v1/blueprints/*/destroy"),
          needs(READ, "GET", "/api/v1/deployments/**"),
          needs(DEPLOY, ANY, "/api/v1/deployments/**"),
          needs(WRITE, ANY, "/chat/**"), // asks the model by GET too
          needs(WRITE, ANY, "/ws/**"),
          needs(READ, "GET", "/api/**"),
          needs(READ, "GET", "/v1/**"),
          open("GET", "/**"),
          needs(WRITE, ANY, "/**"));

  private record Rule(String method, Pattern path, Optional<Role> role) {

    boolean fits(String method, String path) {
      return (this.method.equals(ANY) || this.method.equals(method))
          && this.path.matcher(path).matches();
    }
  }

  private AccessRules() {}

  private static Rule open(String method, String path) {
    return new Rule(method, pattern(path), Optional.empty());
  }

  private static Rule needs(Role role, String method, String path) {
    return new Rule(method, pattern(path), Optional.of(role));
  }

  /// `/**` at the end stands for the path before it and all below; `*` for one segment.
  private static Pattern pattern(String path) {
    return Pattern.compile(path.replace("/**", "(?:/.*)?").replace("/*/", "/[^/]+/") + "/*+");
  }

  /// @param method as in the request line; `HEAD` is `GET`
  /// @param path without query, normalised
  /// @return empty where no key is needed
  public static Optional<Role> roleFor(String method, String path) {
    String asked = method.equals("HEAD") ? "GET" : method;
    for (Rule rule : RULES) {
      if (rule.fits(asked, path)) {
        return rule.role();
      }
    }
    throw new IllegalStateException("no rule fits " + path);
  }
}
