package dev.evenkeel.balancer;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/**
 * The order of the balancer's packages. Each package may use those below it, never one above or beside it,
 * and a new package takes its floor in {@link #FLOORS} before it may exist.
 */
@AnalyzeClasses(packages = "dev.evenkeel.balancer", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String ROOT = "dev.evenkeel.balancer";

    /** From the roof down; the packages of one floor do not know each other. */
    private static final List<List<String>> FLOORS = List.of(
            List.of(ROOT),
            List.of(ROOT + ".cli"),
            List.of(ROOT + ".cli.ctl"),
            List.of(ROOT + ".admin"),
            List.of(ROOT + ".telemetry", ROOT + ".control"),
            List.of(ROOT + ".net"),
            List.of(ROOT + ".route"),
            List.of(
                    ROOT + ".service.proxy",
                    ROOT + ".service.redirect",
                    ROOT + ".service.fixed",
                    ROOT + ".service.demo"),
            List.of(ROOT + ".service"),
            List.of(ROOT + ".upstream"),
            List.of(ROOT + ".pool"),
            List.of(ROOT + ".policy"),
            List.of(ROOT + ".discovery"),
            List.of(ROOT + ".exchange"),
            List.of(ROOT + ".http1"),
            List.of(ROOT + ".message"),
            List.of(ROOT + ".loop"),
            List.of(ROOT + ".state", ROOT + ".event", ROOT + ".socket"),
            List.of(ROOT + ".config"));

    @ArchTest
    static final ArchRule everyPackageHasItsFloor = classes()
            .that(resideInAPackage(ROOT + ".."))
            .should(haveAFloor())
            .because("the order of the packages is the map of the house");

    @ArchTest
    static final ArchRule noPackageUsesOneAboveOrBesideIt = classes()
            .that(resideInAPackage(ROOT + ".."))
            .should(onlyUseLowerFloors())
            .because("what is below must not know what is built on it");

    @ArchTest
    static final ArchRule configKnowsNoLiveObject = noClasses()
            .that()
            .resideInAPackage(ROOT + ".config..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.netty..")
                    .and(not(name("io.netty.util.NetUtil"))) // reads and writes addresses, holds nothing
                    .or(resideInAnyPackage("io.micrometer..", "dev.evenkeel..")
                            .and(not(resideInAPackage(ROOT + ".config..")))))
            .because("a record of the configuration is data that any live object may read");

    @ArchTest
    static final ArchRule onlyConfigKnowsHocon = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".config..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.typesafe.config..")
            .because("live objects are made from records, whatever language these were written in");

    private static ArchCondition<JavaClass> haveAFloor() {
        return new ArchCondition<>("be in a package that has its floor") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean known = floorOf(type) >= 0;
                events.add(new SimpleConditionEvent(
                        type, known, type.getName() + " is in a package without a floor: " + type.getPackageName()));
            }
        };
    }

    private static ArchCondition<JavaClass> onlyUseLowerFloors() {
        return new ArchCondition<>("use only its own package and lower floors") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass used = dependency.getTargetClass().getBaseComponentType();
                    boolean allowed = !used.getPackageName().startsWith(ROOT)
                            || used.getPackageName().equals(type.getPackageName())
                            || floorOf(used) > floorOf(type);
                    events.add(new SimpleConditionEvent(dependency, allowed, dependency.getDescription()));
                }
            }
        };
    }

    /** The index of the class's floor, the roof being 0; -1 if its package has none. */
    private static int floorOf(JavaClass type) {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            if (FLOORS.get(floor).contains(type.getPackageName())) {
                return floor;
            }
        }
        return -1;
    }
}
