namespace BootService.Core.Reasons;

/// <summary>Why a message is refused or not answered. Stored by name: names never change.</summary>
public enum DhcpReason
{
    /// <summary>There is nothing to give a reason for.</summary>
    None,

    /// <summary>The client names itself neither by a hardware address nor by a client identifier.</summary>
    Nameless,

    /// <summary>It is on no network of ours.</summary>
    ForeignNetwork,

    /// <summary>It speaks BOOTP, and has no address of its own.</summary>
    Bootp,

    /// <summary>A message no client sends.</summary>
    OddType,

    /// <summary>The card's fixed address is of another network than the card is on.</summary>
    CardOnOtherNetwork,

    /// <summary>The pool has no address left.</summary>
    PoolUsedUp,

    /// <summary>The machine is no host, and the network has no pool.</summary>
    UnknownMachine,

    /// <summary>The host's card has no address, and the network no pool.</summary>
    CardWithoutAddress,

    /// <summary>It took another server's offer.</summary>
    OtherOfferTaken,

    /// <summary>It asks for no address.</summary>
    AsksForNothing,

    /// <summary>It asks for another address than it was offered.</summary>
    NotTheOffered,

    /// <summary>The address is of another network.</summary>
    OfOtherNetwork,

    /// <summary>Its address is another one.</summary>
    NotItsOwn,

    /// <summary>The address is another machine's.</summary>
    Anothers,

    /// <summary>It remembers an address we never gave it.</summary>
    NeverGiven,

    /// <summary>It extends an address we never gave it.</summary>
    NeverGivenExtended,

    /// <summary>It asks for configuration and has no address to send it to.</summary>
    InformNowhere,

    /// <summary>It declines another server's address.</summary>
    DeclinesOther,

    /// <summary>Another machine on the wire uses its fixed address.</summary>
    FixedInUse,

    /// <summary>Another machine on the wire uses an address of the pool.</summary>
    PoolInUse,

    /// <summary>It declines an address it was not given.</summary>
    DeclinesNotGiven,

    /// <summary>It gave its address back.</summary>
    GivenBack,

    /// <summary>It gives back what it had no lease of.</summary>
    NothingToGiveBack,

    /// <summary>Beside another server: addresses are that server's business.</summary>
    ProxyNoAddresses,

    /// <summary>Beside another server: its address is that server's business.</summary>
    ProxyNotOurs,

    /// <summary>Beside another server: leases are that server's business.</summary>
    ProxyNoLeases,

    /// <summary>Only PXE clients are served on port 4011.</summary>
    NoPxeClient,

    /// <summary>The boot server answers REQUEST and INFORM only.</summary>
    OddBootServerType,

    /// <summary>It asks the boot server and has no address to send the answer to.</summary>
    BootServerNowhere,
}
