using System.Text;
using BootService.Core.Profiles.Emit;

namespace BootService.Core.Profiles;

/// <summary>What came of rendering a host's profile.</summary>
public abstract record ProfileAnswer
{
    private ProfileAnswer()
    {
    }

    /// <summary>The profile is whole.</summary>
    public sealed record Rendered(Profile Profile) : ProfileAnswer
    {
        /// <summary>The packages and groups it asks for that no repository of the host has: whoever only looks may see the profile all the same.</summary>
        public IReadOnlyList<ProfileFault> Missing { get; init; } = [];
    }

    /// <summary>The profile cannot be rendered; every reason is named, in the order of the files.</summary>
    public sealed record Refused(IReadOnlyList<ProfileFault> Faults) : ProfileAnswer;
}

/// <summary>A host's rendered profile; it can be written in the forms people and installers ask for.</summary>
public sealed class Profile
{
    /// <summary>Characters the base nodes and a page of a site's own come to.</summary>
    private const int UsualLength = 16_384;

    private readonly Kickstart _kickstart;
    private readonly ReportUrls? _reports;

    internal Profile(Kickstart kickstart, ReportUrls? reports) => (_kickstart, _reports) = (kickstart, reports);

    /// <summary>Names of packages and <c>@groups</c> to install, sorted; those left out begin with a minus.</summary>
    public IReadOnlyList<string> Packages => _kickstart.Packages;

    /// <summary>Paths of the node files that took part, in order.</summary>
    public IEnumerable<string> Sources => _kickstart.Sources.Select(source => source.Path);

    /// <summary>Whether anybody could log in to a system installed from it: root has a password, a user has one, or some script writes a key.</summary>
    public bool HasLogin => LoginWays.Any(_kickstart);

    /// <summary>The kickstart for the installer, as <c>/install/ks/{secret}</c> serves it and <c>list host kickstart</c> shows it.</summary>
    public string ToKickstart()
    {
        using var text = NewText();
        new KickstartWriter(text).WriteForInstaller(_kickstart, _reports);
        return text.ToString();
    }

    /// <summary>The text of <c>list host profile</c>: an XML wrapper around the profile in CDATA, ending as Stacki 1.0 ended it.</summary>
    public string ToWrappedProfile()
    {
        using var body = NewText();
        new KickstartWriter(body).WriteForPeople(_kickstart);
        using var text = NewText();
        text.Write("<?xml version=\"1.0\" standalone=\"no\"?>\n<profile lang=\"kickstart\">\n<section name=\"kickstart\">\n<![CDATA[\n");

        // The only thing CDATA cannot hold is its own end, which is written across two sections.
        text.Write(body.ToString().Replace("]]>", "]]]]><![CDATA[>", StringComparison.Ordinal));
        text.Write("]]>\n</section>\n</profile>\n");
        return text.ToString();
    }

    private static StringWriter NewText() => new(new StringBuilder(UsualLength)) { NewLine = "\n" };
}
