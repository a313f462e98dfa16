namespace BootService.Http;

/// <summary>
/// Content types of what nodes fetch. UEFI decides by the type what kind of image it got, so a disk image is never called one unless it is meant to be mounted.
/// </summary>
internal static class MediaTypes
{
    /// <summary>Bytes of no kind that matters.</summary>
    public const string Bytes = "application/octet-stream";

    /// <summary>Text.</summary>
    public const string Text = "text/plain; charset=utf-8";

    /// <summary>The type for a file name.</summary>
    public static string Of(ReadOnlySpan<char> name) => Path.GetExtension(name) switch
    {
        ".efi" or ".EFI" => "application/efi",
        ".ipxe" or ".cfg" or ".ks" or ".txt" or ".lst" or ".conf" or ".treeinfo" or ".discinfo" or ".sh" => Text,
        ".xml" => "text/xml; charset=utf-8",
        ".html" or ".htm" => "text/html; charset=utf-8",
        ".rpm" => "application/x-rpm",
        _ => Bytes,
    };
}
