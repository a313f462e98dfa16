namespace BootService.Core.Reasons;

/// <summary>DHCP's reasons in English. Constants: a NAK carries one in its option 56.</summary>
public static class DhcpSentences
{
    /// <summary>The reason as a sentence; empty for <see cref="DhcpReason.None"/>.</summary>
    public static string Of(DhcpReason why) => why switch
    {
        DhcpReason.Nameless => "the client names itself neither by a hardware address nor by a client identifier",
        DhcpReason.ForeignNetwork => "it is on no network of ours",
        DhcpReason.Bootp => "it speaks BOOTP, which leases nothing: only hosts whose card has an address of its own are answered",
        DhcpReason.OddType => "no client sends messages of this type",
        DhcpReason.CardOnOtherNetwork => "its card's address is of another network than it is on",
        DhcpReason.PoolUsedUp => "the pool is used up",
        DhcpReason.UnknownMachine => "the machine is not known: add it with \"stack add host\", or give the network a pool",
        DhcpReason.CardWithoutAddress => "the host's card has no address and its network no pool: set one with \"stack set host interface\"",
        DhcpReason.OtherOfferTaken => "it took another server's offer",
        DhcpReason.AsksForNothing => "it asks for no address",
        DhcpReason.NotTheOffered => "this is not the address it was offered",
        DhcpReason.OfOtherNetwork => "the address is of another network",
        DhcpReason.NotItsOwn => "its address is another one",
        DhcpReason.Anothers => "the address is another machine's",
        DhcpReason.NeverGiven => "it remembers an address we never gave it",
        DhcpReason.NeverGivenExtended => "it extends an address we never gave it",
        DhcpReason.InformNowhere => "it asks for configuration and has no address to send it to",
        DhcpReason.DeclinesOther => "it declines another server's address",
        DhcpReason.FixedInUse => "another machine on the wire uses its fixed address; find it with arping",
        DhcpReason.PoolInUse => "another machine on the wire uses the address; it is not given out for a while",
        DhcpReason.DeclinesNotGiven => "it declines an address it was not given",
        DhcpReason.GivenBack => "it gave its address back",
        DhcpReason.NothingToGiveBack => "it gives back what it had no lease of",
        DhcpReason.ProxyNoAddresses => "addresses are another server's business here",
        DhcpReason.ProxyNotOurs => "its address is another server's business",
        DhcpReason.ProxyNoLeases => "leases are another server's business here",
        DhcpReason.NoPxeClient => "only PXE clients are served on port 4011",
        DhcpReason.OddBootServerType => "the boot server answers REQUEST and INFORM only",
        DhcpReason.BootServerNowhere => "it asks the boot server and has no address to send the answer to",
        _ => string.Empty,
    };
}
