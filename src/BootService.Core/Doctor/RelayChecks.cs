namespace BootService.Core.Doctor;

/// <summary>A relay as a frontend knows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">The address that it asks from.</param>
/// <param name="Networks">The networks that it serves, with spaces between.</param>
/// <param name="Token">The name of its token.</param>
/// <param name="Program">The version of its program.</param>
public sealed record RelaySeen(string Name, string Address, string Networks, string Token, string Program)
{
    /// <summary>After how long it is taken to follow this frontend no more.</summary>
    public static readonly TimeSpan Lively = TimeSpan.FromSeconds(5);

    /// <summary>The addresses that it serves at, with spaces between.</summary>
    public string Addresses { get; init; } = string.Empty;

    /// <summary>How long ago it asked.</summary>
    public TimeSpan Silent { get; init; }

    /// <summary>Whether there is a network here that it serves; without one it answers nobody.</summary>
    public bool HasNetwork { get; init; } = true;
}

/// <summary>Whether relays do what they are for. Pure.</summary>
public static class RelayChecks
{
    /// <summary>All of them.</summary>
    /// <param name="relays">The relays that asked this frontend.</param>
    /// <param name="program">The version of this frontend's program.</param>
    public static IEnumerable<Finding> Of(IReadOnlyCollection<RelaySeen> relays, string program)
    {
        ArgumentNullException.ThrowIfNull(relays);
        foreach (var relay in relays)
        {
            var who = $"{relay.Name} ({relay.Address}, token {relay.Token})";
            yield return relay.Silent >= RelaySeen.Lively
                ? new Finding(
                    "relays", Verdict.Note, $"{who} last asked here {relay.Silent.TotalSeconds:0} s ago: it follows another frontend, or none",
                    "\"stack check cluster\" there says which")
                : !relay.HasNetwork
                ? Finding.Wrong(
                    "relays", $"{who} serves {relay.Networks}, and no network here is that: it answers nobody",
                    "\"stack add network\" with its address and mask")
                : Finding.Fine("relays", $"{who} follows this frontend and serves {relay.Networks}");
            if (relay.Program != program)
            {
                yield return new Finding(
                    "programs", Verdict.Note, $"relay {relay.Name} runs {relay.Program}, and this frontend {program}", "bring all to one version soon");
            }
        }
    }
}
