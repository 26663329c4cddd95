package dev.cyanotype.security;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Told when a caller that is known asks for a deployment without the role for it. May be told
/// on an event loop.
///
/// @param target such as `blueprint/0b9d…`, or the path where it names neither that nor a
///     deployment
/// @param detail what was asked for, and why not
public record DeployRefusal(Caller caller, String target, String detail) {

  private static final Pattern NAMED =
      Pattern.compile("/api/v1/(blueprint|deployment)s/([^/]+)(?:/.*)?");

  public DeployRefusal {
    Objects.requireNonNull(caller, "caller");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(detail, "detail");
  }

  static DeployRefusal of(Caller caller, String method, String path, String why) {
    Matcher named = NAMED.matcher(path);
    String target = named.matches() ? named.group(1) + "/" + named.group(2) : path;
    return new DeployRefusal(caller, target, method + " " + path + ": " + why);
  }
}
