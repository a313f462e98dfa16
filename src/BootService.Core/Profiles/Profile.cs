using System.Text;
using BootService.Core.Installers;
using BootService.Core.Profiles.Emit;
using BootService.Core.Profiles.Plans;

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
    private readonly InstallPlan _plan;
    private readonly IAnswerWriter _writer;

    internal Profile(InstallPlan plan, IAnswerWriter writer) => (_plan, _writer) = (plan, writer);

    /// <summary>Names of packages and <c>@groups</c> to install, sorted; those left out begin with a minus.</summary>
    public IReadOnlyList<string> Packages => _plan.Packages;

    /// <summary>Paths of the node files that took part, in order.</summary>
    public IEnumerable<string> Sources => _plan.Sources.Select(source => source.Path);

    /// <summary>Whether anybody could log in to a system installed from it: root has a password, a user has one, or some script writes a key.</summary>
    public bool HasLogin => LoginWays.Any(_plan);

    /// <summary>The files that the installer reads, as <c>/install/answer/{secret}/{name}</c> serves them; the one it reads first comes first.</summary>
    public IReadOnlyList<AnswerFile> ToAnswers() => _writer.Write(_plan);

    /// <summary>The same as one text, which <c>list host kickstart</c> shows: the kickstart alone where the installer reads nothing else.</summary>
    public string ToAnswerText() => AnswerNames.Together(ToAnswers());

    /// <summary>The text of <c>list host profile</c>: an XML wrapper around the profile in CDATA, ending as Stacki 1.0 ended it.</summary>
    public string ToWrappedProfile()
    {
        var body = _writer.WriteForPeople(_plan);
        return new StringBuilder(body.Length + 256)
            .Append("<?xml version=\"1.0\" standalone=\"no\"?>\n<profile lang=\"kickstart\">\n<section name=\"kickstart\">\n<![CDATA[\n")

            // The only thing CDATA cannot hold is its own end, which is written across two sections.
            .Append(body.Replace("]]>", "]]]]><![CDATA[>", StringComparison.Ordinal))
            .Append("]]>\n</section>\n</profile>\n")
            .ToString();
    }
}
