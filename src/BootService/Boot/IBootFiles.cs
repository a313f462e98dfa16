using BootService.Protocols.Net;

namespace BootService.Boot;

/// <summary>A file of the boot root, as TFTP and <c>/install/boot/</c> serve it.</summary>
internal abstract record BootFile
{
    private BootFile()
    {
    }

    /// <summary>A file on disk. It may change or vanish later; whoever sends it looks again when it opens it.</summary>
    /// <param name="Path">Absolute path; it has been checked to lie in one of our folders, links followed.</param>
    public sealed record OnDisk(string Path) : BootFile;

    /// <summary>Text made for the machine that asks.</summary>
    /// <param name="Content">The whole of it.</param>
    public sealed record Rendered(ReadOnlyMemory<byte> Content) : BootFile;

    /// <summary>No such file.</summary>
    /// <param name="Why">A sentence for the log; the client is told only that it is not there.</param>
    /// <param name="IsExpected">Whether firmware asks for this name as a matter of course, so that missing it is no event.</param>
    public sealed record Missing(string Why, bool IsExpected) : BootFile;
}

/// <summary>The boot root: loaders, kernels, the admin's own files, and each machine's configuration, rendered when it is asked for.</summary>
internal interface IBootFiles
{
    /// <summary>Finds a file.</summary>
    /// <param name="name">The name, normalised: no leading slash, no empty, <c>.</c> or <c>..</c> part, no backslash, no NUL.</param>
    /// <param name="requester">Who asks; names the machine where the file name does not.</param>
    BootFile Find(string name, Ipv4 requester);
}
