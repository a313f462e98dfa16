using BootService.Core.Attributes;
using BootService.Core.Inventories;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Inventories;

/// <summary>Which value of an attribute a host has: of all that were set the narrowest, computed ones above them all, assumed ones below.</summary>
public class HostAttributesTests
{
    private static readonly string[] Names = ["a", "b", "a.b", "a-b", "rack", "version", "route.1", "route.", "routes"];

    private static readonly AttributeOwner[] Weakest =
    [
        AttributeOwner.Global, new(AttributeScope.Os, "redhat"), new(AttributeScope.Appliance, "backend"), new(AttributeScope.Environment, "test"),
        AttributeOwner.Of(Cluster.Name("backend-0-0")),
    ];

    private static readonly AttributeOwner[] Foreign =
    [
        new(AttributeScope.Os, "ubuntu"), new(AttributeScope.Appliance, "frontend"), new(AttributeScope.Environment, "other"),
        AttributeOwner.Of(Cluster.Name("backend-0-1")),
    ];

    private static readonly Gen<(AttributeOwner Owner, string Name, string Text)[]> Settings = Gen.Select(
        Choice.Among([.. Weakest, .. Foreign]), Choice.Among(Names), Gen.Int[0, 99]).Select((owner, name, text) => (owner, name, $"{text}"))
        .Array[0, 25].Select(all => all.Where(one => AttributeName.TryParse(one.name, null, out _)).ToArray());

    [Fact]
    public void The_narrowest_scope_that_sets_a_name_wins() =>
        Gen.Select(Settings, Gen.Bool).Sample(
            (settings, hasEnvironment) =>
            {
                var (attributes, effective) = Read(settings, hasEnvironment);
                foreach (var name in Names.Where(name => AttributeName.TryParse(name, null, out _)))
                {
                    Assert.Equal(effective.GetValueOrDefault(name), attributes.Text(name));
                }
            },
            iter: 3000);

    [Fact]
    public void All_of_them_are_those_that_are_found_one_by_one_and_in_order() =>
        Gen.Select(Settings, Gen.Bool).Sample(
            (settings, hasEnvironment) =>
            {
                var (attributes, effective) = Read(settings, hasEnvironment);
                var all = attributes.All();
                Assert.Equal(all.OrderBy(one => one.Name), all);
                Assert.Distinct(all.Select(one => one.Name));
                Assert.All(all, one => Assert.Equal(one, attributes.Find(one.Name)));
                Assert.Subset(all.Select(one => one.Name.ToString()).ToHashSet(), effective.Keys.ToHashSet());
                Assert.Subset(IntrinsicAttributes.Names.Concat(DefaultAttributes.Names).Concat(effective.Keys).ToHashSet(),
                    all.Select(one => one.Name.ToString()).ToHashSet());
            },
            iter: 1000);

    [Fact]
    public void Its_layers_are_every_value_a_name_has_the_one_in_effect_first() =>
        Gen.Select(Settings, Gen.Bool).Sample(
            (settings, hasEnvironment) =>
            {
                var (attributes, _) = Read(settings, hasEnvironment);
                foreach (var name in Names.Where(name => AttributeName.TryParse(name, null, out _)).Select(name => AttributeName.Parse(name)))
                {
                    var layers = attributes.Layers(name).ToArray();
                    Assert.Equal(attributes.Find(name), layers.Length == 0 ? null : layers[0]);
                    var stored = layers.Where(layer => layer.Owner.Scope is not AttributeScope.Intrinsic).Select(layer => layer.Owner);
                    Assert.Equal(attributes.Owners().Reverse().Where(owner => settings.Any(set => set.Owner == owner && set.Name == name.ToString())), stored);
                }
            },
            iter: 1000);

    [Fact]
    public void Names_under_a_beginning_are_those_that_begin_so_whatever_stands_before_and_after_them() =>
        Gen.Select(Settings, Choice.Among("a", "a.", "route.", "r", "z", "", "A"), Gen.Bool).Sample(
            (settings, prefix, hasEnvironment) =>
            {
                var (attributes, _) = Read(settings, hasEnvironment);
                var owners = attributes.Owners().ToHashSet();
                Assert.Equal(
                    settings.Where(set => owners.Contains(set.Owner) && set.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(set =>
                        set.Name).ToHashSet(),
                    attributes.NamesUnder(prefix).ToHashSet());
            },
            iter: 3000);

    [Theory]
    [InlineData("rack", "0")]
    [InlineData("hostname", "backend-0-0")]
    [InlineData("hostaddr", "10.1.255.254")]
    [InlineData("Kickstart_PrivateNetmaskCIDR", "16")]
    [InlineData("Kickstart_PrivateBroadcast", "10.1.255.255")]
    [InlineData("version", "1.0")]
    [InlineData("arch", "x86_64")]
    [InlineData("release", "6.6")]
    [InlineData("no such", null)]
    [InlineData("", null)]
    public void What_is_computed_needs_nobody_to_set_it(string name, string? text)
    {
        var inventory = Cluster.Inventory();
        Assert.Equal(text, inventory.AttributesOf(inventory.HostOf(Cluster.Name("backend-0-0"))!).Text(name));
    }

    private static (HostAttributes Attributes, Dictionary<string, string> Effective) Read(
        (AttributeOwner Owner, string Name, string Text)[] settings, bool hasEnvironment)
    {
        var host = Cluster.Backend(0) with { Environment = hasEnvironment ? "test" : null };
        var inventory = settings.Aggregate(
            Cluster.Inventory().With(new Change.HostSet(host)), (state, set) => state.Set(set.Owner, set.Name, set.Text));
        var effective = new Dictionary<string, string>(StringComparer.Ordinal) { ["version"] = "1.0" };
        foreach (var owner in Weakest.Where(owner => hasEnvironment || owner.Scope is not AttributeScope.Environment))
        {
            foreach (var set in settings.Where(set => set.Owner == owner))
            {
                effective[set.Name] = set.Text;
            }
        }

        effective["rack"] = "0";
        return (inventory.AttributesOf(host), effective);
    }
}
