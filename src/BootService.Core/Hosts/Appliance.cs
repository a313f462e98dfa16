namespace BootService.Core.Hosts;

/// <summary>A kind of machine, and where its profile starts.</summary>
/// <param name="Name">The word that names all its hosts on the command line: <c>backend</c>.</param>
/// <param name="LongName">Stacki's membership word: <c>Backend</c>.</param>
/// <param name="Node">The node XML its profile starts at, without <c>.xml</c>; null when it is not installed by us.</param>
/// <param name="IsPublic">Whether hosts of it are managed (<c>run host</c>, <c>sync host</c>) by default.</param>
public sealed record Appliance(string Name, string LongName, string? Node, bool IsPublic = true)
{
    /// <summary>What the names of its hosts begin with: a host name has neither capitals nor underscores.</summary>
    /// <param name="name">The appliance's name.</param>
    public static string HostStem(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Replace('_', '-').ToLowerInvariant();
    }

    /// <summary>The appliances of a new frontend.</summary>
    public static IReadOnlyList<Appliance> BuiltIn { get; } =
    [
        new("frontend", "Frontend", null, IsPublic: false),
        new("backend", "Backend", "backend"),
    ];
}
