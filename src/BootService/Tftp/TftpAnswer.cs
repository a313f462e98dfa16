using BootService.Files;
using BootService.Protocols.Tftp;

namespace BootService.Tftp;

/// <summary>What becomes of a read request.</summary>
internal abstract record TftpAnswer
{
    private TftpAnswer()
    {
    }

    /// <summary>What was found for it; null when its name was not even looked up.</summary>
    public BootFile? Found { get; init; }

    /// <summary>It is served.</summary>
    /// <param name="Name">The name in its normal form.</param>
    /// <param name="Source">The blocks, with one reference for the transfer.</param>
    /// <param name="Terms">What was settled.</param>
    public sealed record Serve(string Name, IBlockSource Source, TftpTerms Terms) : TftpAnswer;

    /// <summary>It cannot be answered yet, and is left without an answer: every client asks again after a second or so.</summary>
    public sealed record NotYet : TftpAnswer;

    /// <summary>It is refused.</summary>
    /// <param name="Name">The name, as far as it could be read.</param>
    /// <param name="Code">The error code.</param>
    /// <param name="Why">A short sentence.</param>
    /// <param name="IsHarmless">Whether the machine boots as well without the file.</param>
    public sealed record Refuse(string Name, TftpErrorCode Code, string Why, bool IsHarmless) : TftpAnswer;
}
