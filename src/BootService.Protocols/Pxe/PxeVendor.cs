namespace BootService.Protocols.Pxe;

/// <summary>What a client says it is in option 60.</summary>
public enum PxeVendor
{
    /// <summary>Not firmware: an operating system or an appliance.</summary>
    None,

    /// <summary><c>PXEClient…</c>: boots a file over TFTP.</summary>
    PxeClient,

    /// <summary><c>HTTPClient…</c>: UEFI HTTP boot, takes nothing but a URL.</summary>
    HttpClient,
}
