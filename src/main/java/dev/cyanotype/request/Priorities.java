package dev.cyanotype.request;

/// The order of what happens to a request before its resource; higher comes first. What refuses a
/// caller comes behind Quarkus' CORS filter (300), so that a browser may read the refusal.
public final class Priorities {

  public static final int CONNECTION = 1100;
  static final int REQUEST_ID = 1000;
  static final int PATH = 900;
  static final int CONTENT_TYPE = 800;
  public static final int SHUTDOWN = 295;
  public static final int CALLER = 290;
  public static final int RATE_LIMIT = 280;
  public static final int ACCESS = 270;
  static final int BODY_LIMIT = 260;

  private Priorities() {}
}
