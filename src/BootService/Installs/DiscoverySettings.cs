using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace BootService.Installs;

/// <summary>How many machines discovery may make hosts of: a card's address is free to invent.</summary>
internal sealed class DiscoverySettings
{
    /// <summary>Hosts in a minute; machines beyond it are met when they ask again later.</summary>
    [Range(1, 10_000)]
    [Description("Hosts that discovery makes in a minute.")]
    public int PerMinute { get; init; } = 60;

    /// <summary>Hosts in all until discovery is enabled anew or the daemon starts anew.</summary>
    [Range(1, 100_000)]
    [Description("Hosts that discovery makes in all, until it is enabled anew or the daemon starts anew.")]
    public int Most { get; init; } = 1000;
}
