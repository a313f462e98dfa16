namespace BootService.Settings;

/// <summary>What a command line asks of this program; the word for it may stand anywhere among the settings.</summary>
/// <param name="Word">The word, such as <c>--check</c>; null where the service is to run.</param>
/// <param name="Copy">The file that <c>--restore</c> names.</param>
/// <param name="Settings">The rest.</param>
internal sealed record Errand(string? Word, string? Copy, string[] Settings)
{
    /// <summary>Tells what would keep a start from working, and what it would change.</summary>
    public const string Check = "--check";

    /// <summary>Shows what can be asked.</summary>
    public const string Help = "--help";

    /// <summary>Runs although the database is gone: that it is gone is known.</summary>
    public const string NewFrontend = "--new-frontend";

    /// <summary>Puts a copy back.</summary>
    public const string Restore = "--restore";

    /// <summary>Shows the version.</summary>
    public const string Version = "--version";

    /// <summary>Reads a command line.</summary>
    public static Errand Of(string[] arguments)
    {
        for (var at = 0; at < arguments.Length; at++)
        {
            var isFollowed = at + 1 < arguments.Length && !arguments[at + 1].StartsWith("--", StringComparison.Ordinal);
            switch (arguments[at])
            {
                case Help or "-h":
                    return new Errand(Help, null, []);
                case Version:
                    return new Errand(Version, null, []);
                case Check:
                    return new Errand(Check, null, [.. arguments[..at], .. arguments[(at + 1)..]]);
                case Restore when isFollowed:
                    return new Errand(Restore, arguments[at + 1], [.. arguments[..at], .. arguments[(at + 2)..]]);
                case var word when word.StartsWith(Restore + "=", StringComparison.Ordinal):
                    return new Errand(Restore, word[(Restore.Length + 1)..], [.. arguments[..at], .. arguments[(at + 1)..]]);
                // What follows a key is its value, whatever it looks like.
                case ['-', '-', ..] key when isFollowed && !key.Contains('=', StringComparison.Ordinal) && key != NewFrontend:
                    at++;
                    break;
            }
        }

        return new Errand(null, null, arguments);
    }
}
