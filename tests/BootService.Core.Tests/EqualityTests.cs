using System.Collections.Immutable;
using System.Reflection;
using BootService.Core.Boot;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests;

/// <summary>Values that compare lists by content say by hand what counts: whoever adds a field and forgets it there would lose every change of it.</summary>
public class EqualityTests
{
    private static readonly InstallAttempt Attempt = Cluster.Inventory().Arm(0).AttemptOf(Cluster.Name("backend-0-0"))!;

    public static TheoryData<string> Properties =>
        [.. Values().SelectMany(value => Settable(value).Select(property => $"{value.GetType().Name}.{property.Name}"))];

    [Theory]
    [MemberData(nameof(Properties))]
    public void Every_field_counts(string name)
    {
        var value = Values().Single(one => name.StartsWith($"{one.GetType().Name}.", StringComparison.Ordinal));
        var property = Settable(value).Single(one => name == $"{value.GetType().Name}.{one.Name}");
        var (same, other) = (Copy(value), Copy(value));
        Assert.Equal(value, same);
        Assert.Equal(value.GetHashCode(), same.GetHashCode());
        property.SetValue(other, Other(property.PropertyType, property.GetValue(value)));
        Assert.False(value.Equals(other), $"two values that differ in {name} are equal");
        Assert.False(value.Equals(null));
    }

    [Fact]
    public void Lists_count_by_what_is_in_them()
    {
        Assert.Equal(Cluster.Backend(0) with { Groups = ["a", "b"] }, Cluster.Backend(0) with { Groups = ["a", "b"] });
        Assert.NotEqual(Cluster.Backend(0) with { Groups = ["a", "b"] }, Cluster.Backend(0) with { Groups = ["b", "a"] });
        Assert.Equal(new FrozenProfile([new("ks", "a")]), new FrozenProfile([new("ks", "a")]));
        Assert.NotEqual(new FrozenProfile([new("ks", "a")]), new FrozenProfile([new("ks", "a", "b")]));
        Assert.NotEqual(new FrozenProfile("a"), new FrozenProfile("a") { LocksEverybodyOut = true });
    }

    private static IEnumerable<object> Values() =>
        [Cluster.Backend(0), Cluster.Os, new Cart("tools"), Attempt, Attempt.Image, Cluster.Frontend, Cluster.Backend(0).Interfaces[0]];

    private static IEnumerable<PropertyInfo> Settable(object value) => value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0);

    private static object Copy(object value) =>
        value.GetType().GetMethod("<Clone>$", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)!.Invoke(value, [])!;

    private static object Other(Type type, object? now) => Nullable.GetUnderlyingType(type) is { } inner ? Other(inner, now) : now switch
    {
        _ when type == typeof(string) => now is "other" ? "another" : "other",
        _ when type == typeof(bool) => !(bool)now!,
        _ when type == typeof(int) => now is 3 ? 4 : 3,
        _ when type == typeof(long) => now is 3L ? 4L : 3L,
        _ when type.IsEnum => Enum.GetValues(type).Cast<object>().First(one => !one.Equals(now)),
        _ when type == typeof(HostName) => Cluster.Name("other"),
        _ when type == typeof(Place) => Place.Parse("other"),
        _ when type == typeof(PalletKey) => new PalletKey("other", "1", "redhat", "x86_64"),
        _ when type == typeof(MacAddress) => new MacAddress(3),
        _ when type == typeof(Ipv4) => new Ipv4(3),
        _ when type == typeof(Ipv4Network) => Ipv4Network.Parse("192.0.2.0/24"),
        _ when type == typeof(DateTimeOffset) => Cluster.Noon.AddYears(1),
        _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(3),
        _ when type == typeof(KernelImage) => new KernelImage("other", "other", 9, "aarch64"),
        _ when type == typeof(ImmutableArray<string>) => ImmutableArray.Create("other"),
        _ when type == typeof(ImmutableArray<HostInterface>) => ImmutableArray.Create(new HostInterface("eth9", null, null, null)),
        _ when type == typeof(ImmutableArray<Ipv4Network>) => ImmutableArray.Create(Ipv4Network.Parse("192.0.2.0/24")),
        _ when type == typeof(PeerFrontends) => PeerFrontends.Of("other"),
        _ when type == typeof(ImmutableArray<Frontend>) => ImmutableArray.Create(Cluster.SecondLink),
        _ => throw new NotSupportedException($"give {type} another value here"),
    };
}
