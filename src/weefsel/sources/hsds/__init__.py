"""The Human Services Data Specification of Open Referral: social maps in and out."""
