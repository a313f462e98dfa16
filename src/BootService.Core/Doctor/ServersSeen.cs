using System.Collections.Immutable;

namespace BootService.Core.Doctor;

/// <summary>Another DHCP server as it was heard over time.</summary>
/// <param name="Interface">The boot interface it was heard on.</param>
/// <param name="Server">What it answered last.</param>
/// <param name="First">When it was heard first.</param>
/// <param name="Last">When it was heard last.</param>
public sealed record SeenServer(string Interface, ForeignServer Server, DateTimeOffset First, DateTimeOffset Last);

/// <summary>The other DHCP servers that answer on the boot networks, as they come and go. A value.</summary>
/// <param name="All">Those that count as there, in the order of interface and address.</param>
public sealed record ServersSeen(ImmutableArray<SeenServer> All)
{
    /// <summary>For how long a server counts as there that does not answer any more: one may miss a question, and several in a row are no accident.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    /// <summary>Nobody.</summary>
    public static ServersSeen None { get; } = new([]);

    /// <summary>The same after a question on an interface.</summary>
    /// <param name="card">The interface.</param>
    /// <param name="answered">Who answered, each once.</param>
    /// <param name="now">When.</param>
    public ServersSeen After(string card, IReadOnlyList<ForeignServer> answered, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(answered);
        var still = All.Where(seen => (seen.Interface != card || answered.All(server => server.Address != seen.Server.Address)) && now - seen.Last < Kept);
        var heard = answered.Select(server => new SeenServer(card, server, Find(card, server)?.First ?? now, now));
        return new ServersSeen([.. still.Concat(heard).OrderBy(seen => seen.Interface, StringComparer.Ordinal).ThenBy(seen => seen.Server.Address)]);
    }

    /// <summary>A server as it was seen before; null when it was not.</summary>
    public SeenServer? Find(string card, ForeignServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return All.FirstOrDefault(seen => seen.Interface == card && seen.Server.Address == server.Address);
    }
}
