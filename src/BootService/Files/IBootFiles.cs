using BootService.Protocols.Net;

namespace BootService.Files;

/// <summary>What machines may fetch, by name, over TFTP and under <c>/install/boot/</c> alike.</summary>
internal interface IBootFiles
{
    /// <summary>Finds what a name means for one machine; a question, which changes nothing. Called on packet threads: it never waits and reads no more than
    /// a file's size.</summary>
    /// <param name="name">The name in its normal form (<see cref="Protocols.Tftp.TftpFileName"/>): relative, single slashes, no "..".</param>
    /// <param name="requester">Who asks; rendered configuration is the requester's own.</param>
    /// <param name="asked">Our address that was asked, which rendered configuration leads back to; 0.0.0.0 when it is not known.</param>
    BootFile Find(ReadOnlySpan<char> name, Ipv4 requester, Ipv4 asked);

    /// <summary>Carries out what follows from a file or a refusal that has gone out. To be called once for each answer that did, and for no question that
    /// got another one. Never waits.</summary>
    /// <param name="file">What was found for it.</param>
    /// <param name="took">From the request to the answer.</param>
    void Sent(BootFile file, TimeSpan took);
}
