using System.Globalization;
using BootService.Core.Installers;
using BootService.Core.Logins;
using BootService.Core.Profiles.Plans;

namespace BootService.Core.Profiles.Emit;

/// <summary>
/// Looks for commands and options that the installer of a release does not know. What no release has is held against a profile where the installer's words
/// are settled, or where it is nearly one that there is: later releases of what is still made may have more than is known here.
/// </summary>
internal static class KickstartCheck
{
    /// <summary>The last release whose words are settled.</summary>
    private const AnacondaGeneration Settled = AnacondaGeneration.El8;

    /// <summary>What the commands of a plan say that its installer cannot read.</summary>
    public static IEnumerable<ProfileFault> Faults(InstallPlan plan, AnacondaGeneration generation)
    {
        var target = new Target(plan.Request.Release, generation, IsElement: true);
        foreach (var command in plan.Commands.Where(command => !string.IsNullOrEmpty(command.Place.Path)))
        {
            if (KickstartDialect.Line(command, generation) is { } line && WhyNot(line, target) is { } why)
            {
                var place = command.Place;
                yield return new ProfileFault(place.Path, place.Line, place.Column, place.Node, Attribute: null, why) { Kind = ProfileFaultKind.Element };
            }
        }
    }

    /// <summary>What an attribute's lines say that the installer cannot read, each a sentence.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="lines">Its lines.</param>
    /// <param name="release">The version of the system.</param>
    /// <param name="generation">The dialect of its installer.</param>
    public static IEnumerable<string> Sentences(string attribute, string lines, string release, AnacondaGeneration generation)
    {
        if (KickstartSections.FirstEnd(lines) is { } section)
        {
            yield return $"a line of attribute {attribute} begins with {section}, which would end the installer's commands";
        }

        var target = new Target(release, generation, IsElement: false);
        foreach (var (at, line) in lines.ReplaceLineEndings("\n").Split('\n').Index())
        {
            if (WhyNot(line, target) is { } why)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"line {at + 1} of attribute {attribute}: {why}");
            }
        }
    }

    /// <summary>Why an installer does not read a line; null when it does, as far as is known.</summary>
    /// <param name="line">A line of the command section.</param>
    /// <param name="release">The version of the system.</param>
    /// <param name="generation">The dialect of its installer.</param>
    public static string? WhyNot(string line, string release, AnacondaGeneration generation) => WhyNot(line, new Target(release, generation, IsElement: true));

    private static string? WhyNot(string line, Target target)
    {
        if (KickstartLexer.Split(line) is not [var name, .. var words] || name[0] is '#' or '%')
        {
            return null;
        }

        if (KickstartCommands.Find(name) is not { } command)
        {
            return target.Unknown(name, KickstartCommands.Names) is { } like ? $"\"{name}\" is no command of a kickstart{like}" : null;
        }

        if (!target.Has(command))
        {
            return target.Sentence($"command {name}", command);
        }

        // As pykickstart's own parser: what has a blank before any = is a value, and everything is behind a bare --.
        foreach (var option in words.TakeWhile(word => word is not (['#', ..] or "--")).Select(word => word.Split('=', 2)[0])
            .Where(option => option.StartsWith("--", StringComparison.Ordinal) && !option.Contains(' ', StringComparison.Ordinal)))
        {
            if (command.Options.IsEmpty)
            {
                return null;
            }

            if (command.Option(option) is { } known ? target.Has(known) : target.Unknown(option, command.Options.Select(one => one.Name)) is null)
            {
                continue;
            }

            return command.Option(option) is { } other ? target.Sentence($"option {other.Name} of {name}", other)
                : $"{name} has no option {option}{target.Unknown(option, command.Options.Select(one => one.Name))}";
        }

        return name switch
        {
            "user" when words.Option("--name") is { } user => SystemAccounts.WhyNot(user, isDebian: false, "the system")
                ?? target.WhyNoPassword(user, words, words.Option("--password")),
            "rootpw" => target.WhyNoPassword("root", words, words.Plain(name).LastOrDefault()),
            _ => null,
        };
    }

    /// <summary>The release a host installs.</summary>
    private sealed record Target(string Release, AnacondaGeneration Generation, bool IsElement)
    {
        /// <summary>
        /// The letters of the table that stand for it. openEuler's versions are years, and its Anaconda lies between two of Enterprise Linux's.
        /// </summary>
        private string Letters => AnacondaGenerations.Of(Release) switch
        {
            { } enterprise => enterprise is AnacondaGeneration.El10 ? "x" : ((int)enterprise).ToString(CultureInfo.InvariantCulture),
            _ when Generation is AnacondaGeneration.El10 => "f",
            _ => "89xf",
        };

        /// <summary>
        /// Why nobody could log in by a password: libxcrypt of Enterprise Linux 8 is older than yescrypt, and before it there was glibc's own crypt.
        /// </summary>
        public string? WhyNoPassword(string user, string[] words, string? password)
        {
            var scheme = words.Contains("--iscrypted") && password is not null ? PasswordHash.Scheme(password) : null;
            var isKnown = scheme is null or "1" or "5" or "6" || AnacondaGenerations.Of(Release) switch
            {
                null => true,
                <= AnacondaGeneration.El7 => false,
                AnacondaGeneration.El8 => scheme is not ("y" or "gy" or "7"),
                _ => true,
            };
            return isKnown ? null
                : $"the password of {user} is crypted as ${scheme}$, which release {Release} cannot check, so that nobody could log in by it: crypt it by "
                    + "\"openssl passwd -6\"";
        }

        public bool Has(KickstartWord word) => word.Releases.IndexOfAny(Letters.ToCharArray()) >= 0;

        /// <summary>How a sentence about a word that no release has goes on; null when it is not held against the profile.</summary>
        public string? Unknown(string word, IEnumerable<string> known) => Spelling.DidYouMean(word, known) switch
        {
            { Length: > 0 } meant => meant,
            _ when Generation <= Settled => ": take it out",
            _ => null,
        };

        public string Sentence(string what, KickstartWord word)
        {
            string[] enterprise = [.. word.Releases.Where(letter => letter is not 'f').Select(letter => letter is 'x' ? "10" : letter.ToString())];
            var who = string.Join(" and ", new[]
            {
                enterprise.Length > 0 ? $"Enterprise Linux {string.Join(", ", enterprise)}" : "",
                word.Releases.Contains('f', StringComparison.Ordinal) ? "Fedora" : "",
            }.Where(text => text.Length > 0));
            return $"the installer of release {Release} does not know the {what}, which that of {who} does: "
                + (IsElement && enterprise.Length > 0
                    ? $"give the element release=\"{string.Join(',', enterprise)}\", and say it otherwise for this one"
                    : "take it out here");
        }
    }
}
