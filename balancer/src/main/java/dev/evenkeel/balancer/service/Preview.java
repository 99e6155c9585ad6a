package dev.evenkeel.balancer.service;

import java.util.Map;

/**
 * What a service would do with a request.
 *
 * @param sentence for people
 * @param status of the response, or 0 if somebody else will decide
 * @param fields those of the response that are known
 */
public record Preview(String sentence, int status, Map<String, String> fields) {}
