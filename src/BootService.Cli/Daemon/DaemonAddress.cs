namespace BootService.Cli.Daemon;

/// <summary>Where the daemon is.</summary>
internal abstract record DaemonAddress
{
    private const string DefaultSocket = "/run/bootservice/admin.sock";

    private DaemonAddress()
    {
    }

    /// <summary>On this computer.</summary>
    /// <param name="Path">Its socket.</param>
    public sealed record Socket(string Path) : DaemonAddress;

    /// <summary>On another computer, or as another would reach it.</summary>
    /// <param name="Url">Its address, <c>https://…</c> with nothing behind the port.</param>
    /// <param name="TokenFile">The file with the key of a token; null to call without one, which may look from the frontend itself.</param>
    /// <param name="AuthorityFile">The certificate that the server's was signed by, or the server's own, as PEM; null for those that this computer
    /// trusts.</param>
    public sealed record Server(Uri Url, string? TokenFile, string? AuthorityFile) : DaemonAddress;

    /// <summary>What the options and the environment say; a server wins over a socket of the environment.</summary>
    /// <exception cref="CliFault">The address is none, or would send a key in the clear.</exception>
    public static DaemonAddress Of(string? socket, string? server, string? tokenFile, string? authorityFile)
    {
        if (server is null)
        {
            return new Socket(socket ?? DefaultSocket);
        }

        return Uri.TryCreate(server.Contains("://", StringComparison.Ordinal) ? server : "https://" + server, UriKind.Absolute, out var url)
            && url is { Scheme: "https", AbsolutePath: "/", Query.Length: 0, UserInfo.Length: 0 }
            ? new Server(url, tokenFile, authorityFile)
            : throw new CliFault($"\"{server}\" is no address of a frontend: it is written https://NAME:PORT");
    }
}
