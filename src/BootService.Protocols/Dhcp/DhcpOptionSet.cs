using System.Runtime.CompilerServices;

namespace BootService.Protocols.Dhcp;

/// <summary>A set of option numbers, in 32 octets and without allocation.</summary>
public struct DhcpOptionSet
{
    private Words _words;

    /// <summary>Whether the set holds <paramref name="code"/>.</summary>
    public readonly bool Contains(DhcpOptionCode code) => (_words[(int)code >> 6] & (1UL << ((int)code & 63))) != 0;

    /// <summary>Puts <paramref name="code"/> into the set.</summary>
    /// <returns>False when it was there already.</returns>
    public bool Add(DhcpOptionCode code)
    {
        ref var word = ref _words[(int)code >> 6];
        var bit = 1UL << ((int)code & 63);
        var added = (word & bit) == 0;
        word |= bit;
        return added;
    }

    [InlineArray(4)]
    private struct Words
    {
        private ulong _first;
    }
}
