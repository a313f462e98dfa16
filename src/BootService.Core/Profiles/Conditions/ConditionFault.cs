namespace BootService.Core.Profiles.Conditions;

/// <summary>Why a text is not a condition.</summary>
/// <param name="Column">Where in the expression, from 1; one past its end when something is missing there.</param>
/// <param name="Sentence">What is wrong and what to write instead.</param>
public readonly record struct ConditionFault(int Column, string Sentence);
