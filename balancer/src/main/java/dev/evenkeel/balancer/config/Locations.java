package dev.evenkeel.balancer.config;

import java.nio.file.Path;

/** Takes relative paths from the folder of the file that they are written in. */
final class Locations {

    private Locations() {}

    /** The file that the value of a key names. */
    static Path resolve(Section section, String key, String path) {
        return section.sourceOf(key).resolve(path);
    }

    /** The address that the value of a key names; changes only the relative path of a Unix-domain socket. */
    static Address resolve(Section section, String key, Address address) {
        if (!(address instanceof Address.Unix unix)) {
            return address;
        }
        var path = section.sourceOf(key).resolve(unix.path()).toString();
        try {
            return Address.parse(AddressParser.UNIX_PREFIX + path);
        } catch (IllegalArgumentException e) {
            section.problem(key, String.valueOf(e.getMessage()), "");
            return address;
        }
    }
}
