using BootService.Core.Stores;
using BootService.Protocols.Net;
using BootService.Protocols.Tftp;

namespace BootService.Tftp;

/// <summary>
/// How large a block the way to a machine takes: what its network is said to carry, and for a machine that never had the first block of an earlier
/// transfer what every way carries. A tunnel or VXLAN on the way loses large packets without a word, and firmware asks for the same block again.
/// </summary>
/// <remarks>One thread. Of bounded memory.</remarks>
/// <param name="appliance">Knows the networks; null to know none.</param>
internal sealed class TftpPaths(IAppliance? appliance)
{
    /// <summary>Headers of IPv4, UDP and TFTP.</summary>
    public const int Headers = 32;

    /// <summary>Times the first block is sent before it is taken for lost by its size.</summary>
    public const int Tries = 3;

    private const int MostRemembered = 4096;

    private readonly HashSet<uint> _narrow = [];

    /// <summary>The largest block for a machine; never less than what every client takes.</summary>
    public int MostFor(Ipv4 address)
    {
        if (_narrow.Contains(address.Value))
        {
            return TftpOptions.DefaultBlockSize;
        }

        return appliance?.Current.MtuToward(address) is { } mtu ? Math.Max(mtu - Headers, TftpOptions.DefaultBlockSize) : int.MaxValue;
    }

    /// <summary>Takes note of a transfer that stands at its first block: from now on its machine gets small ones.</summary>
    /// <returns>Whether this is new.</returns>
    public bool Stalled(TftpTransfer transfer)
    {
        if (transfer.AwaitsOptions || transfer.Window.FirstUnacked != 1 || transfer.Repeats < Tries || transfer.Terms.BlockSize <= TftpOptions.DefaultBlockSize)
        {
            return false;
        }

        if (_narrow.Count >= MostRemembered)
        {
            _narrow.Clear();
        }

        return _narrow.Add(transfer.Peer.Address.Value);
    }
}
