package dev.cyanotype.problem;

import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/// The methods that exist at a request's path, which RFC 9110 wants in the `Allow` of a 405 and
/// which the server's own exception does not carry.
final class AllowedMethods {

  private AllowedMethods() {}

  /// @return as the header's value; empty where there is nothing at the path
  static String at(ResteasyReactiveRequestContext request) {
    TreeSet<String> methods = new TreeSet<>();
    RequestMapper.RequestMatch<InitialMatch> match =
        new RequestMapper<>(request.getDeployment().getClassMappers())
            .map(request.getPathWithoutPrefix());
    if (match != null) {
      String rest = match.remaining.isEmpty() ? "/" : match.remaining;
      for (ServerRestHandler handler : match.value.handlers) {
        if (handler instanceof ClassRoutingHandler routing) {
          routing.getMappers().forEach((method, mapper) -> add(method, mapper, rest, methods));
        }
      }
    }
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return String.join(", ", methods);
  }

  private static void add(
      String method, RequestMapper<RuntimeResource> mapper, String path, TreeSet<String> methods) {
    if (method != null && mapper.map(path) != null) {
      methods.add(method);
    }
  }
}
