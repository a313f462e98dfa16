using System.Collections.Immutable;
using System.Text;
using BootService.Protocols.Net;

namespace BootService.Core.Networks;

/// <summary>Another frontend that shares this one's database.</summary>
/// <param name="Name">Its name among the frontends.</param>
/// <param name="Addresses">The addresses it serves at, on every boot interface.</param>
/// <param name="IsUp">Whether it was heard of lately. What it has stays its own when it is not.</param>
public sealed record PeerFrontend(string Name, ImmutableArray<Ipv4> Addresses, bool IsUp)
{
    /// <summary>What it is told apart by where work is shared out: the same number at every frontend.</summary>
    public ulong Key { get; } = PeerFrontends.KeyOf(Name);

    /// <summary>Whether an address is its own.</summary>
    public bool Has(Ipv4 address)
    {
        foreach (var own in Addresses.AsSpan())
        {
            if (own == address)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it has an address in a network, and so hears what is broadcast there.</summary>
    public bool IsIn(Ipv4Network subnet)
    {
        foreach (var own in Addresses.AsSpan())
        {
            if (subnet.Contains(own))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The same by value: the addresses too.</summary>
    public bool Equals(PeerFrontend? other) =>
        other is not null && Name == other.Name && IsUp == other.IsUp && Addresses.AsSpan().SequenceEqual(other.Addresses.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, IsUp, Addresses.Length);
}

/// <summary>The frontends that share a database, as one of them sees the others.</summary>
/// <param name="Own">What this one is told apart by; 0 for a frontend that shares its database with nobody.</param>
/// <param name="All">The others, by their names.</param>
public sealed record PeerFrontends(ulong Own, ImmutableArray<PeerFrontend> All)
{
    private const ulong LocalCard = 0x0200_0000_0000;
    private const ulong CardBits = 0xFCFF_FFFF_FFFF;

    /// <summary>A frontend that shares its database with nobody.</summary>
    public static PeerFrontends None { get; } = new(0, []);

    /// <summary>What this one is called among them; null for a frontend that shares its database with nobody.</summary>
    public string? Name { get; init; }

    /// <summary>The frontend of a name, before it has heard of others.</summary>
    public static PeerFrontends Of(string name) => new(KeyOf(name), []) { Name = name };

    /// <summary>
    /// The card that this frontend's doctor asks the segment with, one that anybody may make up (IEEE 802, locally administered): others know it and take it
    /// for no machine. Zero where there is nobody to know it.
    /// </summary>
    public MacAddress Prober => ProberOf(Own);

    /// <summary>Whether a card is the one that another frontend's doctor asks with.</summary>
    public bool IsProber(MacAddress card)
    {
        foreach (var peer in All.AsSpan())
        {
            if (ProberOf(peer.Key) == card)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whose an address is; null for none of theirs.</summary>
    public PeerFrontend? At(Ipv4 address)
    {
        foreach (var peer in All.AsSpan())
        {
            if (peer.Has(address))
            {
                return peer;
            }
        }

        return null;
    }

    /// <summary>
    /// How many others come before this frontend in answering a client that all of them hear: each client has an order of its own, so that they share the
    /// clients, and who joins or leaves takes or leaves only his own (rendezvous hashing: Thaler and Ravishankar 1998).
    /// </summary>
    /// <param name="client">The client, see <see cref="Dhcp.DhcpQuestion.Client"/>.</param>
    /// <param name="subnet">The network it is heard in: others without an address there do not hear it.</param>
    /// <returns>0 where this one is the first, or alone.</returns>
    public int RankFor(ulong client, Ipv4Network subnet)
    {
        var (rank, own) = (0, Mixed(client, Own));
        foreach (var peer in All.AsSpan())
        {
            if (peer.IsUp && Mixed(client, peer.Key) is var weight && (weight > own || (weight == own && peer.Key > Own)) && peer.IsIn(subnet))
            {
                rank++;
            }
        }

        return rank;
    }

    /// <summary>The number of a name; never 0.</summary>
    internal static ulong KeyOf(string name)
    {
        // FNV-1a: the same number in every program and on every machine.
        var hash = 14695981039346656037UL;
        foreach (var octet in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ octet) * 1099511628211UL;
        }

        return Math.Max(1, Mixed(hash, 0));
    }

    private static MacAddress ProberOf(ulong key) => key == 0 ? default : new MacAddress((key & CardBits) | LocalCard);

    // The finalizer of SplitMix64: every bit of what goes in changes half of the bits that come out.
    private static ulong Mixed(ulong client, ulong frontend)
    {
        var mixed = client ^ frontend;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }
}
